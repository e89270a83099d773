#include <hai/client.hpp>
#include <utility>

#include "api/calls.hpp"
#include "api/list_calls.hpp"
#include "session/list_readers.hpp"
#include "session/session_access.hpp"
#include "session/session_core.hpp"
#include "session/session_run.hpp"

namespace hai {
namespace asio = boost::asio;

namespace {

asio::awaitable<std::shared_ptr<detail::session_core>> make_session(api::caller who,
                                                                    session_request request) {
  session_resource const made = co_await api::create_session(who, std::move(request));
  auto core = std::make_shared<detail::session_core>(std::move(who), made.id, 0);
  core->set_agent_view_url(made.agent_view_url);
  co_return core;
}

asio::awaitable<session> start_with(api::caller who, session_request request) {
  auto core = co_await make_session(std::move(who), std::move(request));
  co_return detail::session_access::make(std::move(core));
}

asio::awaitable<detail::run_beginning> begin_run(api::caller who, session_request request) {
  auto core = co_await make_session(std::move(who), std::move(request));
  auto handle = detail::session_access::make(core);
  detail::run_beginning begun(std::move(handle), std::move(core));
  co_return begun;
}

}  // namespace

client::client(asio::any_io_executor executor, client_options options)
    : core_(api::client_core::make(std::move(executor), options)), settings_(api::settings_from(options)) {}

client::client(asio::io_context& context, client_options options)
    : client(asio::any_io_executor(context.get_executor()), std::move(options)) {}

client::client(std::shared_ptr<api::client_core> core, std::shared_ptr<api::call_settings const> settings)
    : core_(std::move(core)), settings_(std::move(settings)) {}

session client::session(std::string id, std::uint64_t from_index) const {
  api::caller who{core_, settings_};
  return hai::session(std::make_shared<detail::session_core>(std::move(who), std::move(id), from_index));
}

client client::with(call_options changes) const {
  return client(core_, api::settings_with(*settings_, changes));
}

client_stats client::stats() const { return core_->counters().snapshot(); }

asio::any_io_executor client::home() const { return core_->executor_or_system(); }

asio::awaitable<session> client::do_start_session(session_request request) const {
  api::caller who{core_, settings_};
  return start_with(std::move(who), std::move(request));
}

asio::awaitable<session> client::start_session(session_request request) const {
  return detail::launch<hai::session>(home(), do_start_session(std::move(request)), asio::use_awaitable);
}

asio::awaitable<run_result> client::do_run_session(session_request request, run_options options) const {
  api::caller who{core_, settings_};
  if (!options.tools().empty()) request.tool_definitions(options.tools().definitions());
  auto begin = begin_run(who, std::move(request));
  return detail::run_session(std::move(who), std::move(begin), std::move(options));
}

asio::awaitable<run_result> client::run_session(session_request request, run_options options) const {
  return detail::launch<run_result>(home(), do_run_session(std::move(request), std::move(options)),
                                    asio::use_awaitable);
}

asio::awaitable<page<session_summary>> client::do_list_sessions(session_filter filter) const {
  api::caller who{core_, settings_};
  return api::list_sessions(std::move(who), std::move(filter));
}
asio::awaitable<page<session_summary>> client::list_sessions(session_filter filter) const {
  return detail::launch<page<session_summary>>(home(), do_list_sessions(std::move(filter)),
                                               asio::use_awaitable);
}

session_cursor client::sessions(session_filter filter) const {
  api::caller who{core_, settings_};
  return session_cursor(detail::read_sessions(std::move(who), std::move(filter)));
}

asio::awaitable<quota_status> client::do_quota() const {
  api::caller who{core_, settings_};
  return api::get_quota(std::move(who));
}
asio::awaitable<quota_status> client::quota() const {
  return detail::launch<quota_status>(home(), do_quota(), asio::use_awaitable);
}

asio::awaitable<boost::json::value> client::do_request(std::string method, std::string target,
                                                       boost::json::value body) const {
  api::caller who{core_, settings_};
  return api::request_route(std::move(who), std::move(method), std::move(target), std::move(body));
}
asio::awaitable<boost::json::value> client::request(std::string method, std::string target,
                                                    boost::json::value body) const {
  return detail::launch<boost::json::value>(
      home(), do_request(std::move(method), std::move(target), std::move(body)), asio::use_awaitable);
}

asio::awaitable<void> client::do_close() const { return api::client_core::close(core_); }

asio::awaitable<void> client::close() const {
  return detail::launch<void>(home(), do_close(), asio::use_awaitable);
}

}  // namespace hai
