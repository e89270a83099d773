#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <hai/call_options.hpp>
#include <hai/client_options.hpp>
#include <hai/client_stats.hpp>
#include <hai/detail/export.hpp>
#include <hai/detail/launch.hpp>
#include <hai/page.hpp>
#include <hai/quota_status.hpp>
#include <hai/run_options.hpp>
#include <hai/run_result.hpp>
#include <hai/session.hpp>
#include <hai/session_cursor.hpp>
#include <hai/session_filter.hpp>
#include <hai/session_request.hpp>
#include <hai/session_summary.hpp>
#include <memory>
#include <string>
#include <utility>

namespace hai {

namespace api {
class client_core;
struct call_settings;
}  // namespace api
namespace detail {
struct client_access;
}

/// The way to the API: connections, keys and options. Cheap to copy; copies share one pool. Every function
/// may be called from any thread.
///
/// Runs on the executor it is given, on strands of its own. It holds no work there while it has no call and
/// no stream, so io_context::run() returns; and it may outlive the context, where its operations fail with
/// errc::closed. Its destructor never blocks.
///
/// What session says of operations, tokens, errors and cancellation holds here too.
class HAI_EXPORT client {
 public:
  /// Throws hai::error with errc::invalid_argument for options that cannot be used. A missing key is no error
  /// here: the first 401 says which variable to set.
  /// @snippet client.cpp client
  explicit client(boost::asio::any_io_executor executor,
                  client_options options = client_options::from_environment());
  explicit client(boost::asio::io_context& context,
                  client_options options = client_options::from_environment());

  /// A handle on a session; no I/O. Its cursor starts at `from_index`. Throws errc::invalid_argument for an
  /// empty id.
  /// @snippet session.cpp next_event
  hai::session session(std::string id, std::uint64_t from_index = 0) const;

  /// POST /sessions: starts an agent. Carries an Idempotency-Key (call_options::idempotency_key, else one of
  /// its own), so that it is repeated safely and a lost reply never makes a second session. Where an earlier
  /// attempt is still at work (a 409 with Retry-After), it waits for that, up to the time-out of a call more.
  /// @snippet client.cpp start_session
  boost::asio::awaitable<hai::session> start_session(session_request request) const;
  template <detail::token_for<hai::session> Token>
  auto start_session(session_request request, Token&& token) const {
    return detail::launch<hai::session>(home(), do_start_session(std::move(request)),
                                        std::forward<Token>(token));
  }

  /// GET /sessions: one page of the list.
  /// @snippet client.cpp list_sessions
  boost::asio::awaitable<page<session_summary>> list_sessions(session_filter filter = {}) const;
  template <detail::token_for<page<session_summary>> Token>
  auto list_sessions(session_filter filter, Token&& token) const {
    return detail::launch<page<session_summary>>(home(), do_list_sessions(std::move(filter)),
                                                 std::forward<Token>(token));
  }
  template <detail::token_for<page<session_summary>> Token>
  auto list_sessions(Token&& token) const {
    return list_sessions(session_filter(), std::forward<Token>(token));
  }

  /// All sessions that the filter fits, from its page on: `while (auto one = co_await cursor.next())`. No I/O
  /// before the first read.
  /// @snippet client.cpp sessions
  session_cursor sessions(session_filter filter = {}) const;

  /// GET /sessions/quota: how many sessions may run at a time, and how many do.
  /// @snippet client.cpp quota
  boost::asio::awaitable<quota_status> quota() const;
  template <detail::token_for<quota_status> Token>
  auto quota(Token&& token) const {
    return detail::launch<quota_status>(home(), do_quota(), std::forward<Token>(token));
  }

  /// Any other route, with this client's connections, key, retries and errors. `method` is GET, POST, PUT,
  /// PATCH or DELETE; `target` a path, percent-encoded, with its query: from "/api/" on as it is, any other
  /// counts from "/api/v2". A null body sends none. Another method or target, and a body over 10,000,000
  /// bytes, are refused with errc::invalid_argument.
  ///
  /// Brings the JSON of any 2xx reply, null for an empty one; errc::bad_json for a 2xx that is not JSON,
  /// whose status and body the error has. GET, PUT and DELETE are repeated as retry_options says.
  /// @snippet client.cpp request
  boost::asio::awaitable<boost::json::value> request(std::string method, std::string target,
                                                     boost::json::value body = nullptr) const;
  template <detail::token_for<boost::json::value> Token>
  auto request(std::string method, std::string target, boost::json::value body, Token&& token) const {
    return detail::launch<boost::json::value>(
        home(), do_request(std::move(method), std::move(target), std::move(body)),
        std::forward<Token>(token));
  }
  template <detail::token_for<boost::json::value> Token>
  auto request(std::string method, std::string target, Token&& token) const {
    return request(std::move(method), std::move(target), boost::json::value(), std::forward<Token>(token));
  }

  /// POST /sessions, then GET …/changes and …/status until the session has ended: start_session, and
  /// session::wait_for_completion, whose words on `options`, failures and cancellation hold here too. The
  /// agent is told of run_options::tools. The deadline counts from before the creation;
  /// run_options::on_started gives the handle for a session that has to be cancelled or looked up after a
  /// failure: it goes on on the server.
  /// @snippet client.cpp run_session
  boost::asio::awaitable<run_result> run_session(session_request request, run_options options = {}) const;
  template <detail::token_for<run_result> Token>
  auto run_session(session_request request, run_options options, Token&& token) const {
    return detail::launch<run_result>(home(), do_run_session(std::move(request), std::move(options)),
                                      std::forward<Token>(token));
  }
  template <detail::token_for<run_result> Token>
  auto run_session(session_request request, Token&& token) const {
    return run_session(std::move(request), run_options(), std::forward<Token>(token));
  }

  /// The same client with other options for its calls; shares pool and TLS tickets. Throws
  /// errc::invalid_argument.
  /// @snippet client.cpp with
  client with(call_options changes) const;

  /// What it holds now and has done so far, all copies together.
  /// @snippet client.cpp stats
  client_stats stats() const;

  /// Ends every stream of this client (all copies) with errc::closed, after what is buffered, and every call
  /// under way at once, whether or not the server carries it out; closes the connections; completes when
  /// nothing runs any more, without a request. New operations fail with errc::closed. Cancelling it ends the
  /// wait, not the closing.
  /// @snippet client.cpp close
  boost::asio::awaitable<void> close() const;
  template <detail::token_for<void> Token>
  auto close(Token&& token) const {
    return detail::launch<void>(home(), do_close(), std::forward<Token>(token));
  }

 private:
  friend struct detail::client_access;
  client(std::shared_ptr<api::client_core> core, std::shared_ptr<api::call_settings const> settings);

  boost::asio::any_io_executor home() const;
  boost::asio::awaitable<hai::session> do_start_session(session_request request) const;
  boost::asio::awaitable<page<session_summary>> do_list_sessions(session_filter filter) const;
  boost::asio::awaitable<quota_status> do_quota() const;
  boost::asio::awaitable<boost::json::value> do_request(std::string method, std::string target,
                                                        boost::json::value body) const;
  boost::asio::awaitable<run_result> do_run_session(session_request request, run_options options) const;
  boost::asio::awaitable<void> do_close() const;

  std::shared_ptr<api::client_core> core_;
  std::shared_ptr<api::call_settings const> settings_;
};

}  // namespace hai
