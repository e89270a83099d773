#include <hai/agents.hpp>
#include <iostream>

#include "examples.hpp"

namespace examples {

using namespace std::chrono_literals;

asio::awaitable<std::uint64_t> stream(hai::session session) {
  //! [stream_next]
  hai::event_stream stream = session.stream(hai::stream_options().from_index(2).buffer(1024));
  while (auto event = co_await stream.next()) std::cout << event->raw() << '\n';
  std::cout << stream.result().state << '\n';
  //! [stream_next]

  //! [stream_next_index]
  hai::stream_options rest;
  rest.from_index(stream.next_index()).until(hai::until::terminal);
  hai::event_stream later = session.stream(rest);  // goes on where that one ended
  //! [stream_next_index]
  co_return stream.next_index();
}

asio::awaitable<std::size_t> batches(hai::session session) {
  std::size_t written = 0;
  //! [stream_next_batch]
  hai::event_stream stream = session.stream();
  while (true) {
    std::vector<hai::event> batch = co_await stream.next_batch();
    if (batch.empty()) break;  // the end
    for (auto const& event : batch) written += event.raw().size();
  }
  //! [stream_next_batch]
  co_return written;
}

asio::awaitable<void> close_stream(hai::session session) {
  //! [stream_close]
  hai::event_stream stream = session.stream();
  auto first = co_await stream.next();
  stream.close();  // enough: polling has stopped
  //! [stream_close]
  std::cout << first->type() << '\n';
}

asio::awaitable<void> poll_status(hai::session session) {
  //! [status_next]
  hai::status_cursor changes = session.poll_status(5s);
  while (auto now = co_await changes.next()) std::cout << now->state << '\n';
  //! [status_next]

  //! [status_close]
  changes.close();
  //! [status_close]
}

asio::awaitable<std::size_t> replay(hai::session session) {
  std::size_t count = 0;
  //! [history_next]
  hai::history_cursor history = session.replay(hai::history_query().sort("timestamp"));
  while (auto event = co_await history.next()) count += event->type() == "AgentEvent";
  //! [history_next]
  co_return count;
}

asio::awaitable<std::size_t> all_sessions(hai::client client) {
  std::size_t count = 0;
  //! [session_next]
  hai::session_cursor sessions = client.sessions(hai::session_filter().owner("me"));
  while (auto one = co_await sessions.next()) count += one->state.is_in_flight();
  //! [session_next]
  co_return count;
}

}  // namespace examples
