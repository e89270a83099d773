#pragma once

#include <exception>
#include <hai/stream_options.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/calls.hpp"
#include "monitor/feed.hpp"
#include "session/stream_core.hpp"

namespace hai::detail {

/// The end that a session had when it was found in flight again: told already, if nothing has come since.
struct told_end {
  std::uint64_t next_index;
  session_state state;
};

/// Draws the events of one session from the buffer of a stream of its own, at which it waits as that buffer's
/// consumer.
class event_feed final : public feed, public waiter, public std::enable_shared_from_this<event_feed> {
 public:
  event_feed(std::weak_ptr<feed_listener> listener, api::caller who, std::shared_ptr<std::string const> id,
             stream_options options, std::shared_ptr<shared_room> room,
             std::optional<told_end> told = std::nullopt);

  void begin() override;
  void close() override;
  drawn draw(bool one, std::vector<monitor_item>& into) override;
  bool has_more() override;
  position told() const override;

  /// The session's page, where a list told it. From any thread.
  void set_page(std::optional<std::string> const& page);

  void wake() override;

 private:
  drawn draw_final(std::exception_ptr const& failure, std::vector<monitor_item>& into);
  bool was_told(run_result const& result) const;

  std::weak_ptr<feed_listener> const listener_;
  api::caller const who_;
  stream_options const options_;
  std::shared_ptr<shared_room> const room_;
  std::optional<told_end> const told_;

  std::mutex mutex_;  // guards the three below until the listener is told for the first time
  bool closed_ = false;
  std::optional<std::string> page_;  ///< until the stream has it
  std::shared_ptr<stream_core> stream_;
  std::exception_ptr failed_to_begin_;
};

}  // namespace hai::detail
