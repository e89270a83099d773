#include <hai/agents.hpp>
#include <iostream>

#include "examples.hpp"

namespace examples {

using namespace std::chrono_literals;

hai::client make_client(asio::io_context& io) {
  //! [client]
  hai::client_options options = hai::client_options::from_environment();
  options.pool(hai::pool_options().max_connections(1000));
  hai::client client(io, options);  // one for the program; copies share its connections
  //! [client]
  return client;
}

asio::awaitable<hai::session> start(hai::client client) {
  //! [start_session]
  hai::session_request request("h/web-surfer-pro", "When does the library open?");
  request.max_time_s(300).group_id("opening-hours");
  hai::session started = co_await client.start_session(request);
  std::cout << "session " << started.id() << '\n';
  //! [start_session]
  co_return started;
}

asio::awaitable<void> run_one(hai::client client) {
  //! [run_session]
  hai::session_request request("h/web-surfer-pro", "When does the library open?");
  hai::run_options options;
  options.deadline(10min);
  options.on_event(
      [](hai::event const& event) { std::cout << event.index() << ' ' << event.type() << '\n'; });
  hai::run_result result = co_await client.run_session(request, options);
  std::cout << result.state << ": " << result.answer << '\n';
  //! [run_session]
}

asio::awaitable<void> lists(hai::client client) {
  //! [list_sessions]
  hai::session_filter filter;
  filter.status(hai::session_state::failed).size(50);
  hai::page<hai::session_summary> newest = co_await client.list_sessions(filter);
  std::cout << newest.items.size() << " of " << newest.total << " that failed\n";
  //! [list_sessions]

  //! [sessions]
  hai::session_cursor all = client.sessions(hai::session_filter().group_id("opening-hours"));
  while (auto one = co_await all.next()) std::cout << one->id << ' ' << one->state << '\n';
  //! [sessions]

  //! [quota]
  hai::quota_status quota = co_await client.quota();
  std::cout << quota.active << " of " << quota.limit << " places are taken\n";
  //! [quota]
}

asio::awaitable<void> other_routes(hai::client client) {
  //! [request]
  boost::json::value page = co_await client.request("GET", "/sessions?size=5");
  std::cout << page.at("items").as_array().size() << " sessions\n";
  //! [request]
}

asio::awaitable<void> other_options(hai::client client) {
  //! [with]
  hai::client hurried = client.with(hai::call_options().timeout(5s).attempts(1));
  hai::quota_status quota = co_await hurried.quota();
  //! [with]
  std::cout << quota.limit << '\n';

  //! [stats]
  hai::client_stats now = client.stats();
  std::cout << now.connections_open << " connections, " << now.requests << " requests, of them "
            << now.retries << " again\n";
  //! [stats]
}

asio::awaitable<void> close(hai::client client) {
  //! [close]
  co_await client.close();  // its streams have ended, its calls too, and nothing of it runs any more
  //! [close]
}

}  // namespace examples
