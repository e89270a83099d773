#include <boost/json/parse.hpp>
#include <fstream>
#include <hai/agents.hpp>
#include <iostream>
#include <sstream>

#include "examples.hpp"

namespace examples {

using namespace std::chrono_literals;

asio::awaitable<std::size_t> monitor_one(hai::client client, std::string id) {
  std::size_t events = 0;
  //! [next]
  hai::session_monitor monitor(client);
  monitor.watch(id);
  while (auto item = co_await monitor.next()) {
    if (item->event()) ++events;
    if (auto const* ended = item->end()) std::cout << item->session_id() << ": " << ended->state << '\n';
    if (auto const* failed = item->failure()) std::cerr << failed->what() << '\n';
  }
  //! [next]
  co_return events;
}

asio::awaitable<std::size_t> monitor_batches(hai::client client, std::string file) {
  std::size_t items = 0;
  hai::session_monitor monitor(client);
  //! [restore]
  std::ifstream in(file);
  std::ostringstream kept;
  if (in && kept << in.rdbuf()) monitor.restore(boost::json::parse(kept.str()));
  //! [restore]

  //! [discover]
  hai::session_filter running;
  running.status(hai::session_state::running);
  monitor.discover(running, 10s);
  //! [discover]

  //! [in_flight]
  monitor.discover(hai::in_flight().owner("me"), 10s);
  //! [in_flight]

  bool is_done = false;
  //! [next_batch]
  while (!is_done) {
    std::vector<hai::monitor_item> batch = co_await monitor.next_batch();  // acknowledges the one before
    if (batch.empty()) break;
    items += batch.size();
    std::ofstream(file) << monitor.checkpoint();  // of what was told before this batch
    is_done = batch.back().end() != nullptr;
  }
  //! [next_batch]
  co_return items;
}

asio::awaitable<void> monitor_handles(hai::client client, std::string id) {
  hai::session_monitor monitor(client);
  //! [watch]
  monitor.watch(id, 3);  // from its fourth event on
  //! [watch]
  auto item = co_await monitor.next();
  std::cout << item->event()->index() << '\n';

  //! [checkpoint]
  std::string const kept = boost::json::serialize(monitor.checkpoint());
  //! [checkpoint]
  std::cout << kept << '\n';

  //! [unwatch]
  monitor.unwatch(id);
  //! [unwatch]

  //! [close]
  monitor.close();
  //! [close]
}

}  // namespace examples
