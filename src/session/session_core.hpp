#pragma once

#include <cstdint>
#include <hai/run_result.hpp>
#include <hai/stream_options.hpp>
#include <hai/user_message.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/calls.hpp"
#include "session/stream_core.hpp"

namespace hai::detail {

/// What the copies of a session share: who it is, and the cursor that next_event moves. Thread-safe.
class session_core {
 public:
  session_core(api::caller who, std::string id, std::uint64_t from_index);
  ~session_core();

  api::caller const& who() const noexcept { return who_; }
  std::string const& id() const noexcept { return id_; }
  std::string const& path() const noexcept { return path_; }

  /// The cursor, ready to be read: begun, or gone on with after an end or a failure that was handed out.
  std::shared_ptr<event_buffer> cursor();
  std::uint64_t next_index() const;
  run_result const& result() const;
  std::shared_ptr<stream_core> stream(stream_options const& options) const;
  void close();

  /// Sends a message, and holds the ends of this client's streams of the session back until it shows.
  asio::awaitable<void> send_message(api::caller who, user_message message);
  asio::awaitable<void> cancel(api::caller who) const;

 private:
  struct sent_message {
    net::time_point when;
    std::uint64_t cursor;
  };

  std::shared_ptr<stream_core> begun() const;
  void look_now() const;

  api::caller const who_;
  std::string const id_;
  std::string const path_;
  std::uint64_t const from_index_;

  mutable std::mutex mutex_;
  std::shared_ptr<stream_core> cursor_;
  bool closed_ = false;
  std::optional<sent_message> last_message_;
};

}  // namespace hai::detail
