// Runs and follows an agent without coroutines: futures where the main thread waits, callbacks on the thread
// of the io_context.
//
//   HAI_API_KEY=... callbacks_and_futures "What is the weather in Paris?"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <hai/agents.hpp>
#include <iostream>
#include <memory>
#include <thread>

namespace asio = boost::asio;

/// Prints each event of a session, and tells through a future when it has settled.
class event_printer : public std::enable_shared_from_this<event_printer> {
 public:
  explicit event_printer(hai::session session) : session_(std::move(session)) {}

  std::future<void> start() {
    await_next();
    return done_.get_future();
  }

 private:
  void await_next() {
    auto self = shared_from_this();  // the callback keeps it alive
    session_.next_event([self](std::exception_ptr failure, std::optional<hai::event> event) {
      if (failure) return self->done_.set_exception(failure);
      if (!event) return self->done_.set_value();
      std::cout << event->index() << ' ' << event->type() << '\n';
      self->await_next();
    });
  }

  hai::session session_;
  std::promise<void> done_;
};

void ask(asio::io_context& io, std::string task) {
  hai::client client(io);
  hai::session_request request("h/web-surfer-pro", task);
  hai::session session = client.start_session(request, asio::use_future).get();
  std::make_shared<event_printer>(session)->start().get();
  hai::session_status status = session.status(asio::use_future).get();
  std::cout << status.state << " after " << status.steps << " steps: " << session.result().answer << '\n';
}

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: callbacks_and_futures TASK\n";
    return 2;
  }
  asio::io_context io(1);
  auto work = asio::make_work_guard(io);
  std::thread thread([&io] { io.run(); });
  int code = 0;
  try {
    ask(io, argv[1]);
  } catch (std::exception const& failure) {  // hai::error
    std::cerr << failure.what() << '\n';
    code = 1;
  }
  work.reset();
  io.stop();
  thread.join();
  return code;
}
