#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace hai {
class changes_query;
class feedback;
class history_query;
class session_filter;
class session_request;
class tool_result;
class user_message;
}  // namespace hai

namespace hai::api {

/// Requests for the routes under one base, without the headers that every request carries. An id is encoded
/// once, where its handle is made.
class routes {
 public:
  /// `prefix`: the path of the base URL, without a slash at its end.
  explicit routes(std::string_view prefix);

  /// The path of one session: what the requests below begin with. Throws errc::invalid_argument for an empty
  /// id.
  std::string session_path(std::string_view id) const;

  /// The path of a route of the API: one from "/api/" on is whole, any other counts from "/api/v2". Throws
  /// errc::invalid_argument for what is no path.
  std::string path_of(std::string_view target) const;

  http::request create_session(session_request const& what, std::string idempotency_key) const;
  http::request list_sessions(session_filter const& filter) const;
  http::request quota() const;

  static http::request poll(std::string const& session_path, std::uint64_t from_index,
                            std::chrono::seconds wait, std::optional<std::size_t> limit);
  /// Makes the request of an earlier poll of the session the one that comes next.
  static void poll_on(http::request& request, std::string const& session_path, std::uint64_t from_index,
                      std::chrono::seconds wait, std::optional<std::size_t> limit);
  static http::request snapshot(std::string const& session_path);
  static http::request changes(std::string const& session_path, changes_query const& query);
  static http::request status(std::string const& session_path);
  static http::request get(std::string const& session_path);
  static http::request history(std::string const& session_path, history_query const& query);
  static http::request send_messages(std::string const& session_path,
                                     std::vector<user_message> const& messages);
  static http::request send_tool_results(std::string const& session_path,
                                         std::vector<tool_result> const& results);
  static http::request pause(std::string const& session_path);
  static http::request resume(std::string const& session_path);
  static http::request force_answer(std::string const& session_path);
  static http::request cancel(std::string const& session_path);
  static http::request share(std::string const& session_path);
  static http::request unshare(std::string const& session_path);
  static http::request give_feedback(std::string const& session_path, feedback const& what);
  static http::request give_feedback(std::string const& session_path, std::uint64_t event_index,
                                     feedback const& what);

 private:
  std::string prefix_;
  std::string sessions_;
};

}  // namespace hai::api
