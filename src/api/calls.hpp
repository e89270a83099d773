#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <hai/changes_query.hpp>
#include <hai/feedback.hpp>
#include <hai/session_changes.hpp>
#include <hai/session_request.hpp>
#include <hai/session_resource.hpp>
#include <hai/session_status.hpp>
#include <hai/tool_result.hpp>
#include <hai/user_message.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/call_settings.hpp"
#include "api/client_core.hpp"

namespace hai::api {

/// A client's shared parts and one handle's settings: what every call needs.
struct caller {
  std::shared_ptr<client_core> core;
  std::shared_ptr<call_settings const> settings;
  std::uint64_t follower =
      0;  ///< the number of the stream or sweep that asks, for observers; 0: a plain call

  explicit operator bool() const noexcept { return core != nullptr; }
};

// One plain call per endpoint. Each repeats what is safe to repeat, throws hai::error, and ends at
// once when cancelled. They run on the awaiting coroutine's executor, which must be a strand.

boost::asio::awaitable<session_resource> create_session(caller who, session_request what);
boost::asio::awaitable<std::optional<session_changes>> get_changes(caller who, std::string session_path,
                                                                   changes_query query);
boost::asio::awaitable<session_status> get_status(caller who, std::string session_path);
boost::asio::awaitable<session_resource> get_session(caller who, std::string session_path);
boost::asio::awaitable<void> cancel_session(caller who, std::string session_path);
boost::asio::awaitable<void> send_messages(caller who, std::string session_path,
                                           std::vector<user_message> messages);
boost::asio::awaitable<void> send_tool_results(caller who, std::string session_path,
                                               std::vector<tool_result> results);
boost::asio::awaitable<void> pause_session(caller who, std::string session_path);
boost::asio::awaitable<void> resume_session(caller who, std::string session_path);
boost::asio::awaitable<void> force_answer(caller who, std::string session_path);
/// The link as an absolute URL.
boost::asio::awaitable<std::string> share_session(caller who, std::string session_path);
boost::asio::awaitable<void> unshare_session(caller who, std::string session_path);
/// On one event, or on the whole session.
boost::asio::awaitable<void> give_feedback(caller who, std::string session_path,
                                           std::optional<std::uint64_t> event_index, feedback what);

}  // namespace hai::api
