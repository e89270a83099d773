// A chat with one agent: each line of the input is a message, each answer one turn. An empty input (Ctrl-D)
// ends the session.
//
//   HAI_API_KEY=... interactive

#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <hai/agents.hpp>
#include <iostream>
#include <optional>

namespace asio = boost::asio;

/// The lines of a terminal or a pipe, without blocking the thread: Ctrl-C works at any time.
class line_reader {
 public:
  explicit line_reader(asio::any_io_executor executor) : input_(std::move(executor), ::dup(STDIN_FILENO)) {}

  asio::awaitable<std::optional<std::string>> next() {
    auto const read = co_await asio::async_read_until(input_, asio::dynamic_buffer(pending_), '\n',
                                                      asio::as_tuple(asio::use_awaitable));
    if (std::get<0>(read)) co_return std::nullopt;
    std::size_t const length = std::get<1>(read);
    std::string line = pending_.substr(0, length - 1);
    pending_.erase(0, length);
    co_return line;
  }

 private:
  asio::posix::stream_descriptor input_;
  std::string pending_;
};

asio::awaitable<void> chat(hai::client client) {
  line_reader lines(co_await asio::this_coro::executor);
  hai::session session;
  std::cout << "you> " << std::flush;
  while (auto line = co_await lines.next()) {
    if (session.id().empty()) {
      hai::session_request request("h/web-surfer-pro", *line);
      request.idle_timeout_s(600);  // how long the agent waits for the next line
      session = co_await client.start_session(request);
    } else {
      co_await session.send_message(*line);
    }
    hai::run_result turn = co_await session.wait_for_completion();
    if (turn.error) std::cout << "error> " << *turn.error << '\n';
    std::cout << "agent> " << turn.answer << "\nyou> " << std::flush;
  }
  std::cout << '\n';
  if (!session.id().empty()) co_await session.cancel();  // it would hold a place until it times out
}

int main() { return hai::run(chat); }
