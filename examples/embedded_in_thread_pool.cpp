// A server's thread pool with one client: each task runs an agent on a strand of its own, and what they have
// in common belongs to another strand, so nothing is locked. Ctrl-C closes the client.
//
//   HAI_API_KEY=... embedded_in_thread_pool "Find the opening hours of the Louvre" "Find the tallest lamp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <csignal>
#include <hai/agents.hpp>
#include <iostream>

namespace asio = boost::asio;
using strand = asio::strand<asio::thread_pool::executor_type>;

/// Where all tasks report. Its functions run on its strand, and nowhere else.
class desk {
 public:
  desk(asio::thread_pool& pool, int tasks) : home(asio::make_strand(pool)), signals_(home), open_(tasks) {}

  void stop_on_signal(hai::client client) {
    signals_.add(SIGINT);
    signals_.async_wait([client](boost::system::error_code failure, int) {
      if (!failure) client.close([](std::exception_ptr) {});  // every stream ends with errc::closed
    });
  }

  void report(std::string const& task, std::string const& outcome) {
    std::cout << task << ": " << outcome << std::endl;
    if (--open_ == 0) signals_.cancel();  // else the wait for a signal would keep the pool at work
  }

  strand const home;

 private:
  asio::signal_set signals_;
  int open_;
};

asio::awaitable<std::string> run_agent(hai::client client, std::string task) {
  hai::session_request request("h/web-surfer-pro", task);
  hai::session session = co_await client.start_session(request);
  std::size_t events = 0;  // of this task's strand
  while (co_await session.next_event()) ++events;
  hai::run_result const& result = session.result();
  co_return result.state.name() + " after " + std::to_string(events) +
      " events: " + boost::json::serialize(result.answer);
}

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: embedded_in_thread_pool TASK...\n";
    return 2;
  }
  asio::thread_pool pool(4);  // the server's own
  hai::client client(pool.get_executor());
  auto const reports = std::make_shared<desk>(pool, argc - 1);
  asio::post(reports->home, [reports, client] { reports->stop_on_signal(client); });
  for (int i = 1; i < argc; ++i) {
    std::string const task = argv[i];
    auto on_end = [reports, task](std::exception_ptr failure, std::string outcome) {
      reports->report(task, failure ? hai::to_error(failure).what() : outcome);
    };
    asio::co_spawn(asio::make_strand(pool), run_agent(client, task),
                   asio::bind_executor(reports->home, std::move(on_end)));
  }
  pool.join();
}
