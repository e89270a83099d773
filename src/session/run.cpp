#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <hai/detail/aborted.hpp>
#include <hai/error.hpp>
#include <hai/run.hpp>
#include <iostream>

namespace hai::detail {
namespace {

/// The program under way, and what SIGINT and SIGTERM do to it: the first asks it to end, the second ends it.
class interruptible_program {
 public:
  explicit interruptible_program(asio::io_context& context)
      : context_(context), signals_(context, SIGINT, SIGTERM) {}

  void start(asio::awaitable<int> program) {
    watch_signals();
    launch<int>(context_.get_executor(), std::move(program),
                asio::bind_cancellation_slot(stop_.slot(), [this](std::exception_ptr failure, int code) {
                  code_ = failure ? code_after(failure) : code;
                  context_.stop();  // whatever the program left open goes with the context
                }));
  }

  int code() const noexcept { return code_; }

 private:
  void watch_signals() {
    signals_.async_wait([this](boost::system::error_code failure, int number) {
      if (failure) return;
      if (signal_ != 0) {
        code_ = 128 + signal_;
        context_.stop();
        return;
      }
      signal_ = number;
      watch_signals();
      stop_.emit(asio::cancellation_type::terminal);
    });
  }

  int code_after(std::exception_ptr const& failure) const {
    if (signal_ != 0 && is_aborted(failure)) return 128 + signal_;
    std::cerr << to_error(failure).what() << '\n';
    return 1;
  }

  asio::io_context& context_;
  asio::signal_set signals_;
  asio::cancellation_signal stop_;
  int signal_ = 0;
  int code_ = 1;
};

}  // namespace

int run_program(std::function<asio::awaitable<int>(client)> program) {
  try {
    asio::io_context context(1);
    interruptible_program running(context);
    running.start(program(client(context)));
    context.run();
    return running.code();
  } catch (std::exception const& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
  }
}

}  // namespace hai::detail
