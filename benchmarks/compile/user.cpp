// What a user's translation unit looks like, for the time that it takes to compile.

#include <hai/agents.hpp>

#include <iostream>
#include <string>

namespace asio = boost::asio;

asio::awaitable<void> follow(hai::client client, std::string id) {
  hai::session session = client.session(id);
  while (auto const event = co_await session.next_event()) {
    if (auto const answer = event->get_if<hai::answer_event>())
      std::cout << "answer: " << answer->answer << '\n';
    else
      std::cout << event->index() << ' ' << event->type() << '\n';
  }
  std::cout << session.result().state << '\n';
}

asio::awaitable<void> run(hai::client client) {
  hai::session_request request("h/web-surfer", "What is new?");
  hai::session session = co_await client.start_session(std::move(request));
  co_await follow(client, session.id());
}

int main() {
  return hai::run([](hai::client client) { return run(std::move(client)); });
}
