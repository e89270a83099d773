// Pages somebody when a session fails: no event is followed, only ends, by a sweep of the list every few
// seconds. Watches the sessions given, or without any all that are in flight and all new ones, also those
// that fail before anybody has seen them in flight, for as long as it runs. For each failure it runs a
// command of yours with the session's id, state, error code, error and page in its environment, as in
//   page_on_failure 'curl -s -d "$HAI_SESSION $HAI_STATE: $HAI_ERROR $HAI_PAGE" https://ntfy.example/ops'

#include <hai/agents.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;

/// Not in the command's text, which a shell reads: what a server says may hold anything.
void tell(char const* name, std::string const& value) { ::setenv(name, value.c_str(), 1); }

void page(std::string const& command, std::string const& id, std::string const& state,
          std::string const& code, std::string const& error, std::string const& url) {
  tell("HAI_SESSION", id);
  tell("HAI_STATE", state);
  tell("HAI_ERROR_CODE", code);
  tell("HAI_ERROR", error);
  tell("HAI_PAGE", url);
  // Waits for the command: a program with more to do would hand it to a thread of its own.
  if (std::system(command.c_str()) != 0) std::cerr << "the command failed for " << id << '\n';
}

void judge(hai::monitor_item const& item, std::string const& command) {
  if (auto const* failure = item.failure())
    page(command, item.session_id(), "not followed", "", failure->what(), "");
  auto const* end = item.end();
  if (!end) return;  // a change of state
  if (end->state == hai::session_state::completed || end->state == hai::session_state::idle) return;
  page(command, end->id, end->state.name(), end->error_code.value_or(""), end->error.value_or(""),
       end->agent_view_url.value_or(""));
}

/// A minute earlier by this machine's clock, which need not be the server's.
hai::session_filter created_from_now_on() {
  hai::session_filter filter;
  return filter.created_after(std::chrono::system_clock::now() - std::chrono::minutes(1));
}

asio::awaitable<void> watch(hai::client client, std::string command, std::vector<std::string> ids) {
  hai::monitor_options options;
  options.events(false).until(hai::until::terminal);
  hai::session_monitor monitor(client, options);
  for (std::string const& id : ids) monitor.watch(id);
  if (ids.empty()) {
    monitor.discover(hai::in_flight(), std::chrono::seconds(5));
    monitor.discover(created_from_now_on(), std::chrono::seconds(5));
  }
  while (auto const item = co_await monitor.next()) judge(*item, command);
}

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: page_on_failure COMMAND [SESSION_ID...]\n";
    return 2;
  }
  std::string const command = argv[1];
  std::vector<std::string> const ids(argv + 2, argv + argc);
  return hai::run([command, ids](hai::client client) { return watch(std::move(client), command, ids); });
}
