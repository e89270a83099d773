// steer SESSION_ID send TEXT | pause | resume | force-answer | cancel: asks something of a session, and says
// how it stands afterwards. The key comes from HAI_API_KEY.

#include <hai/agents.hpp>
#include <iostream>
#include <string>
#include <vector>

namespace asio = boost::asio;

using arguments = std::vector<std::string>;

bool is_known(arguments const& words) {
  if (words.size() == 3) return words[1] == "send";
  if (words.size() != 2) return false;
  for (auto const* command : {"pause", "resume", "force-answer", "cancel"})
    if (words[1] == command) return true;
  return false;
}

asio::awaitable<void> steer(hai::client client, arguments words) {
  hai::session session = client.session(words[0]);
  std::string const& command = words[1];
  if (command == "send") co_await session.send_message(words[2]);
  if (command == "pause") co_await session.pause();
  if (command == "resume") co_await session.resume();
  if (command == "force-answer") co_await session.force_answer();
  if (command == "cancel") co_await session.cancel();
  // Each is a request that the server has accepted, not a result: the state may still be the old one.
  hai::session_status const status = co_await session.status();
  std::cout << status.state << '\n';
}

int main(int argc, char** argv) {
  arguments const words(argv + 1, argv + argc);
  if (!is_known(words)) {
    std::cerr << "usage: steer SESSION_ID send TEXT | pause | resume | force-answer | cancel\n";
    return 2;
  }
  return hai::run([words](hai::client client) { return steer(client, words); });
}
