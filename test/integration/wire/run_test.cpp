// hai::run: one program's whole life, in a child process with a platform of its own.

#include <csignal>
#include <cstdlib>
#include <iostream>

#include <unistd.h>

#include "wire_fixture.hpp"

namespace hai::test {
namespace {

/// A platform that only this child process knows, and the environment that leads to it.
class surroundings {
 public:
  explicit surroundings(platform_options options = platform_options()) : platform_(std::move(options)) {
    ::setenv("HAI_API_BASE_URL", platform_.url().c_str(), 1);
    ::setenv("HAI_API_KEY", platform_.api_key().c_str(), 1);
    ::setenv("SSL_CERT_FILE", platform_.ca_file().c_str(), 1);
    for (auto const* proxy : {"HTTPS_PROXY", "https_proxy"}) ::unsetenv(proxy);
    ::alarm(50);
  }
  sim::platform& platform() { return platform_; }

 private:
  sim::platform platform_;
};

platform_options interrupting(int number) {
  return platform_options().manual_time(true).on_parked(
      [number](sim::request_record const&) { ::kill(::getpid(), number); });
}

int follow_until(int number) {
  surroundings around(interrupting(number));
  auto const id = around.platform().add_session(script());
  return run([id](client by) -> asio::awaitable<void> {
    auto handle = by.session(id);
    co_await rest_of(handle);
  });
}

/// Each child starts anew: a copy of this process would lack the threads that other tests have left in it,
/// and wait for them at its exit.
class run_death : public testing::Test {
 protected:
  run_death() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(run_death, returns_0_after_a_program_that_ends) {
  auto const program = [] {
    surroundings around;
    auto const id = around.platform().add_session(finished(3));
    return run([id](client by) -> asio::awaitable<void> {
      auto handle = by.session(id);
      auto open = handle.stream();  // left open: run returns all the same
      co_await open.next();
      auto const all = co_await rest_of(handle);
      if (all.size() != 4 || handle.result().answer != "done") throw std::logic_error("not all");
      std::cerr << "all of it\n";
    });
  };
  EXPECT_EXIT(std::exit(program()), testing::ExitedWithCode(0), "^all of it\n$");
}

TEST_F(run_death, returns_the_code_of_the_program) {
  auto const program = [] {
    surroundings around;
    return run([](client) -> asio::awaitable<int> { co_return 7; });
  };
  EXPECT_EXIT(std::exit(program()), testing::ExitedWithCode(7), "^$");
}

TEST_F(run_death, prints_a_failure_and_returns_1) {
  auto const program = [] {
    surroundings around;
    return run([](client by) -> asio::awaitable<void> { co_await by.session("nobody").status(); });
  };
  EXPECT_EXIT(std::exit(program()), testing::ExitedWithCode(1),
              "^GET /sessions/\\{id\\}/status: 404: [^\n]+\n$");
}

TEST_F(run_death, prints_why_a_wrong_key_was_refused) {
  auto const program = [] {
    surroundings around;
    ::setenv("HAI_API_KEY", "hk-wrong", 1);
    auto const id = around.platform().add_session(finished(1));
    return run([id](client by) -> asio::awaitable<void> {
      auto handle = by.session(id);
      co_await rest_of(handle);
    });
  };
  EXPECT_EXIT(std::exit(program()), testing::ExitedWithCode(1), "401: .*HAI_API_KEY");
}

TEST_F(run_death, prints_which_variable_is_missing) {
  auto const program = [] {
    surroundings around;
    ::unsetenv("HAI_API_KEY");
    ::unsetenv("H_API_KEY");
    return run([](client by) -> asio::awaitable<void> { co_await by.session("any").status(); });
  };
  EXPECT_EXIT(std::exit(program()), testing::ExitedWithCode(1), "401: .*set HAI_API_KEY");
}

TEST_F(run_death, prints_why_the_environment_cannot_be_used) {
  auto const program = [] {
    surroundings around;
    ::setenv("HAI_API_BASE_URL", "http://example.com", 1);
    return run([](client) -> asio::awaitable<void> { co_return; });
  };
  EXPECT_EXIT(std::exit(program()), testing::ExitedWithCode(1), ".*example.*|.*https.*");
}

TEST_F(run_death, returns_130_when_it_is_interrupted) {
  EXPECT_EXIT(std::exit(follow_until(SIGINT)), testing::ExitedWithCode(130), "^$");
}

TEST_F(run_death, returns_143_when_it_is_terminated) {
  EXPECT_EXIT(std::exit(follow_until(SIGTERM)), testing::ExitedWithCode(143), "^$");
}

TEST_F(run_death, lets_the_program_clean_up_after_an_interrupt) {
  auto const program = [] {
    surroundings around(interrupting(SIGINT));
    auto const id = around.platform().add_session(script());
    int const code = run([id](client by) -> asio::awaitable<int> {
      auto handle = by.session(id);
      bool interrupted = false;
      try {
        co_await handle.next_event();
      } catch (boost::system::system_error const& failure) {
        interrupted = failure.code() == asio::error::operation_aborted;
      }
      co_await asio::this_coro::reset_cancellation_state();
      co_await handle.cancel();
      co_return interrupted ? 3 : 4;
    });
    std::cerr << around.platform().account().sessions.at(id).state;
    return code;
  };
  EXPECT_EXIT(std::exit(program()), testing::ExitedWithCode(3), "interrupted");
}

TEST_F(run_death, ends_at_the_second_interrupt_whatever_the_program_does) {
  auto const program = [] {
    surroundings around;
    return run([](client) -> asio::awaitable<void> {
      asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
      for (int interrupts = 0; interrupts < 100; ++interrupts) {
        co_await asio::this_coro::reset_cancellation_state();
        ::kill(::getpid(), SIGINT);
        try {
          co_await never.async_wait(asio::use_awaitable);
        } catch (boost::system::system_error const&) {
        }
      }
    });
  };
  EXPECT_EXIT(std::exit(program()), testing::ExitedWithCode(130), "^$");
}

}  // namespace
}  // namespace hai::test
