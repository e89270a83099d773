// history_export SESSION_ID: writes all events of a session to stdout as NDJSON, one event a line, oldest
// first. The key comes from HAI_API_KEY; a shared session needs none.

#include <algorithm>
#include <hai/agents.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;

// Line breaks in JSON stand between its tokens only, where a blank does as well.
std::string on_one_line(std::string_view json) {
  std::string line(json);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return line;
}

asio::awaitable<void> export_history(hai::client client, std::string id) {
  hai::history_cursor history = client.session(id).replay();  // GETs the pages as they are needed
  while (auto event = co_await history.next()) std::cout << on_one_line(event->raw()) << '\n';
}

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: history_export SESSION_ID\n";
    return 2;
  }
  std::string const id = argv[1];
  return hai::run([id](hai::client client) { return export_history(client, id); });
}
