// Watches many sessions through one monitor, and prints what happens in all of them as it comes.
// With a file after --resume, it goes on where it was stopped: each event is printed once.

#include <hai/agents.hpp>

#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>

namespace asio = boost::asio;

void print(hai::monitor_item const& item) {
  std::cout << item.session_id() << ' ';
  if (auto const* event = item.event())
    std::cout << event->index() << ' ' << event->type() << '\n';
  else if (auto const* end = item.end())
    std::cout << end->state << ": " << end->answer << '\n';
  else
    std::cout << "cannot be followed: " << item.failure()->what() << '\n';
}

void resume(hai::session_monitor& monitor, std::string const& path) {
  std::ifstream file(path);
  std::string const saved{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!saved.empty()) monitor.restore(boost::json::parse(saved));
}

/// A read acknowledges what the one before it brought: that, and no more, does not come again.
void save(hai::session_monitor const& monitor, std::string const& path) {
  if (path.empty()) return;
  std::string const next = path + ".new";
  std::ofstream(next) << boost::json::serialize(monitor.checkpoint());
  std::rename(next.c_str(), path.c_str());
}

asio::awaitable<void> watch(hai::client client, std::vector<std::string> ids, std::string file) {
  hai::session_monitor monitor(client);
  for (std::string const& id : ids) monitor.watch(id);
  if (!file.empty()) resume(monitor, file);
  std::exception_ptr stopped;
  try {
    for (;;) {
      std::vector<hai::monitor_item> const batch = co_await monitor.next_batch();
      save(monitor, file);
      if (batch.empty()) break;  // nothing is watched any more
      for (hai::monitor_item const& item : batch) print(item);
      std::cout.flush();
    }
  } catch (...) {
    stopped = std::current_exception();
  }
  save(monitor, file);
  if (stopped) std::rethrow_exception(stopped);  // Ctrl-C, say
}

int main(int argc, char** argv) {
  std::vector<std::string> ids(argv + 1, argv + argc);
  std::string file;
  if (ids.size() >= 2 && ids[0] == "--resume") {
    file = ids[1];
    ids.erase(ids.begin(), ids.begin() + 2);
  }
  if (ids.empty() || ids[0].starts_with("--")) {
    std::cerr << "usage: fan_in [--resume FILE] SESSION_ID...\n";
    return 2;
  }
  return hai::run([ids, file](hai::client client) { return watch(std::move(client), ids, file); });
}
