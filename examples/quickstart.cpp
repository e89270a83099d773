// Runs an agent on a task and prints its answer.
//
//   HAI_API_KEY=... quickstart "Which book won the Booker Prize last year?"

#include <hai/agents.hpp>
#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> ask(hai::client client, std::string task) {
  hai::session_request request("h/web-surfer-pro", task);
  hai::run_result result = co_await client.run_session(request);
  std::cout << result.state << ": " << result.answer << '\n';
}

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: quickstart TASK\n";
    return 2;
  }
  return hai::run([task = std::string(argv[1])](hai::client client) { return ask(client, task); });
}
