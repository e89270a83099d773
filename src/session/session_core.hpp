#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <hai/run_result.hpp>
#include <hai/stream_options.hpp>
#include <hai/user_message.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "api/calls.hpp"
#include "session/boxed.hpp"
#include "session/session_name.hpp"
#include "session/stream_core.hpp"

namespace hai::detail {

/// What the copies of a session share: who it is, and the cursor that next_event moves. Thread-safe.
class session_core {
 public:
  session_core(api::caller who, std::string id, std::uint64_t from_index);
  ~session_core();

  api::caller const& who() const noexcept { return who_; }
  std::string const& id() const noexcept { return name_->id; }
  std::string const& path() const noexcept { return name_->path; }

  /// The cursor, ready to be read: begun, or gone on with after an end or a failure that was handed out.
  std::shared_ptr<event_buffer> cursor(until goal = until::settled,
                                       std::chrono::seconds wait = std::chrono::seconds(25));
  /// Held by the one run that consumes the cursor; throws errc::already_waiting when it has a consumer.
  std::shared_ptr<void> claim_run();
  /// Puts events that were taken from the cursor back.
  void give_back(std::vector<event> taken);
  void set_agent_view_url(std::optional<std::string> url);
  std::optional<std::string> agent_view_url() const;
  std::uint64_t next_index() const;
  run_result const& result() const;
  std::shared_ptr<stream_core> stream(stream_options const& options) const;
  void close();

  /// Sends messages, and holds the ends of this client's streams of the session back until they show.
  asio::awaitable<void> send_messages(api::caller who, std::vector<user_message> messages);
  asio::awaitable<void> force_answer(api::caller who) const;
  asio::awaitable<void> cancel(api::caller who) const;

 private:
  stream_core* begin();
  std::shared_ptr<stream_core> begun() const;
  void require_open() const;
  void require_open_locked() const;  ///< with the mutex held

  api::caller const who_;
  std::shared_ptr<session_name const> const name_;
  std::uint64_t const from_index_;

  mutable std::mutex mutex_;
  std::shared_ptr<stream_core> cursor_;              ///< once begun, for as long as this lives
  std::atomic<stream_core*> open_cursor_ = nullptr;  ///< the same until close(); written with the mutex held
  bool closed_ = false;
  bool has_run_ = false;
  boxed<std::string> agent_view_url_;
};

}  // namespace hai::detail
