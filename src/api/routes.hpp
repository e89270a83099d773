#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace hai {
class changes_query;
class session_request;
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

  http::request create_session(session_request const& what, std::string idempotency_key) const;

  static http::request poll(std::string const& session_path, std::uint64_t from_index,
                            std::chrono::seconds wait, std::optional<std::size_t> limit);
  static http::request snapshot(std::string const& session_path);
  static http::request changes(std::string const& session_path, changes_query const& query);
  static http::request status(std::string const& session_path);
  static http::request get(std::string const& session_path);
  static http::request send_message(std::string const& session_path, user_message const& message);
  static http::request pause(std::string const& session_path);
  static http::request resume(std::string const& session_path);
  static http::request force_answer(std::string const& session_path);
  static http::request cancel(std::string const& session_path);

 private:
  std::string sessions_;
};

}  // namespace hai::api
