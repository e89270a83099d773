#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <hai/detail/export.hpp>
#include <hai/events/event_payload.hpp>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

namespace hai {

namespace detail {
class event_block;
struct event_access;
}  // namespace detail

/// One event of a session. Copies are cheap and share one immutable block, which owns the event's text, and
/// of the page it came in at most a sixteenth of that; the views and references below stay valid while any
/// copy lives. Any number of threads may use const members of copies, or of one event, at the same time.
///
/// Delivery does not depend on decoding: raw() is always exact, type() is empty where the server sent none,
/// and only data() can fail. A default-constructed event is empty: no type, index 0, data() null.
class HAI_EXPORT event {
 public:
  event() noexcept = default;
  event(event const& other) noexcept;
  event(event&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  event& operator=(event other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~event();

  /// Position in the session's stream, counted from 0; no_index where the reply does not tell it.
  std::uint64_t index() const noexcept;
  static constexpr std::uint64_t no_index = ~std::uint64_t{0};

  /// The outer type: "AgentEvent", "MetricsUpdateEvent", …
  std::string_view type() const noexcept;
  /// What an AgentEvent carries: "policy_event", "observation_event", …; empty for every other type.
  std::string_view kind() const noexcept;
  /// The server's time of the event, in UTC; the epoch where it sent none that can be read.
  std::chrono::sys_time<std::chrono::microseconds> timestamp() const noexcept;
  /// The event's JSON as received.
  std::string_view raw() const noexcept;

  /// The envelope's `data`, parsed on first use and kept; null where there is none.
  /// Throws hai::error with errc::bad_json if it is not sound JSON (a lone surrogate, nesting over 512, …).
  /// @snippet event.cpp data
  boost::json::value const& data() const;

  /// The typed payload, if this event is of that type and its data can be parsed: `get_if<answer_event>()`.
  /// T is one of the alternatives of event_payload. Missing fields, and fields of another type than
  /// documented, are left at their defaults.
  /// @snippet event.cpp get_if
  template <class T>
  std::optional<T> get_if() const;

  /// The typed payload; unknown_event for a type or kind that this version does not know, and for data that
  /// cannot be parsed (its `data` is null then).
  event_payload payload() const;

  /// Calls the visitor with the typed payload (see payload()), as a const reference that lives until it
  /// returns.
  /// @snippet event.cpp visit
  template <class Visitor>
  decltype(auto) visit(Visitor&& visitor) const {
    event_payload const decoded = payload();
    return std::visit(std::forward<Visitor>(visitor), decoded);
  }

 private:
  friend struct detail::event_access;
  explicit event(detail::event_block* block) noexcept : block_(block) {}

  detail::event_block* block_ = nullptr;
};

}  // namespace hai
