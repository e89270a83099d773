#pragma once

#include <hai/detail/export.hpp>
#include <hai/error.hpp>
#include <hai/event.hpp>
#include <hai/run_result.hpp>
#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace hai {

namespace detail {
struct monitor_item_access;
}

/// Something that a session_monitor tells of one session: an event, the session's end, or the failure that
/// ended its feed. Exactly one of event(), end() and failure() is not null. Cheap to copy; the references
/// below live as long as the item. Const members may be called from several threads.
class HAI_EXPORT monitor_item {
 public:
  std::string const& session_id() const noexcept { return *session_id_; }

  /// The session's next event. With monitor_options::events(false), a change of state since it was first
  /// seen, as an active_state_change_event that the monitor made: its index is event::no_index.
  hai::event const* event() const noexcept { return std::get_if<hai::event>(&what_); }
  /// How the session ended, once all of its events were told. It is not watched any more. An end that is
  /// neither completed nor idle has the session's agent_view_url, which costs a request unless a list told
  /// it.
  run_result const* end() const noexcept {
    auto const* result = std::get_if<end_type>(&what_);
    return result ? result->get() : nullptr;
  }
  /// Why the session cannot be followed. It is not watched any more; the other sessions are.
  hai::error const* failure() const noexcept { return std::get_if<hai::error>(&what_); }

 private:
  friend struct detail::monitor_item_access;
  using end_type = std::shared_ptr<run_result const>;
  using what_type = std::variant<hai::event, end_type, hai::error>;

  monitor_item(std::shared_ptr<std::string const> session_id, what_type what) noexcept
      : session_id_(std::move(session_id)), what_(std::move(what)) {}

  std::shared_ptr<std::string const> session_id_;
  what_type what_;
};

}  // namespace hai
