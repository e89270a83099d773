// Operations through every kind of completion token: where the handler runs, what cancels it, and what
// becomes of it when its context goes.

#include <gtest/gtest.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <hai/detail/start_operation.hpp>
#include <hai/error.hpp>
#include <thread>

namespace hai::detail {
namespace {

using namespace std::chrono_literals;

asio::awaitable<int> give(int value) { co_return value; }
asio::awaitable<int> give_later(int value) {
  asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
  co_await timer.async_wait(asio::use_awaitable);
  co_return value;
}
asio::awaitable<int> refuse() {
  throw error(errc::conflict, "it refuses");
  co_return 0;
}
asio::awaitable<void> do_it(bool& done) {
  done = true;
  co_return;
}
asio::awaitable<int> never() {
  asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  co_await timer.async_wait(asio::use_awaitable);
  co_return 0;
}

boost::system::error_code code_of(std::exception_ptr const& failure) {
  return failure ? to_error(failure).code() : boost::system::error_code();
}

TEST(Launch, a_callback_gets_the_value_and_never_inside_the_initiating_call) {
  asio::io_context context;
  int got = 0;
  asio::post(context, [&] {
    launch(context.get_executor(), give(7), [&](std::exception_ptr failure, int value) {
      EXPECT_FALSE(failure);
      got = value;
    });
    EXPECT_EQ(got, 0);
  });
  context.run();
  EXPECT_EQ(got, 7);
}

TEST(Launch, a_callback_gets_the_failure_beside_a_default_value) {
  asio::io_context context;
  std::exception_ptr got;
  launch(context.get_executor(), refuse(), [&](std::exception_ptr failure, int value) {
    got = failure;
    EXPECT_EQ(value, 0);
  });
  context.run();
  EXPECT_EQ(code_of(got), errc::conflict);
}

TEST(Launch, an_operation_without_a_value_has_a_signature_without_one) {
  asio::io_context context;
  bool done = false, told = false;
  launch(context.get_executor(), do_it(done), [&](std::exception_ptr failure) { told = !failure; });
  context.run();
  EXPECT_TRUE(done && told);
}

TEST(Launch, a_future_gets_value_and_failure) {
  asio::io_context context;
  auto value = launch(context.get_executor(), give_later(7), asio::use_future);
  auto failure = launch(context.get_executor(), refuse(), asio::use_future);
  context.run();
  EXPECT_EQ(value.get(), 7);
  EXPECT_THROW(failure.get(), error);
}

TEST(Launch, detached_runs_it) {
  asio::io_context context;
  bool done = false;
  launch(context.get_executor(), do_it(done), asio::detached);
  context.run();
  EXPECT_TRUE(done);
}

asio::awaitable<void> use_all_awaitable_forms(asio::any_io_executor on, int& passed) {
  using namespace asio::experimental::awaitable_operators;
  if (co_await launch(on, give_later(7), asio::use_awaitable) == 7) ++passed;
  auto const [failure, value] = co_await launch(on, refuse(), asio::as_tuple(asio::use_awaitable));
  if (code_of(failure) == errc::conflict && value == 0) ++passed;
  auto const won =
      co_await (launch(on, never(), asio::use_awaitable) || launch(on, give_later(8), asio::use_awaitable));
  if (won.index() == 1 && std::get<1>(won) == 8) ++passed;
}

TEST(Launch, coroutines_await_it_plainly_as_a_tuple_and_in_a_race) {
  asio::io_context context;
  int passed = 0;
  asio::co_spawn(context, use_all_awaitable_forms(context.get_executor(), passed), asio::detached);
  context.run();
  EXPECT_EQ(passed, 3);
}

TEST(Launch, a_group_of_deferred_forms_waits_for_all_or_cancels_the_loser) {
  asio::io_context context;
  auto const on = context.get_executor();
  int sum = 0;
  bool loser_aborted = false;
  asio::experimental::make_parallel_group(launch(on, give(1), asio::deferred),
                                          launch(on, give_later(2), asio::deferred))
      .async_wait(asio::experimental::wait_for_all(),
                  [&](auto, std::exception_ptr, int a, std::exception_ptr, int b) { sum = a + b; });
  asio::experimental::make_parallel_group(launch(on, never(), asio::deferred),
                                          launch(on, give_later(2), asio::deferred))
      .async_wait(asio::experimental::wait_for_one(),
                  [&](auto, std::exception_ptr a, int, std::exception_ptr, int) {
                    loser_aborted = code_of(a) == asio::error::operation_aborted;
                  });
  context.run();
  EXPECT_EQ(sum, 3);
  EXPECT_TRUE(loser_aborted);
}

TEST(Launch, a_stackful_coroutine_gets_value_and_failure_as_a_tuple) {
  asio::io_context context;
  int passed = 0;
  asio::spawn(
      context,
      [&](asio::yield_context yield) {
        auto const [no_failure, value] = launch(context.get_executor(), give_later(7), asio::as_tuple(yield));
        if (!no_failure && value == 7) ++passed;
        auto const [failure, none] = launch(context.get_executor(), refuse(), asio::as_tuple(yield));
        if (code_of(failure) == errc::conflict && none == 0) ++passed;
      },
      [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
  context.run();
  EXPECT_EQ(passed, 2);
}

TEST(Launch, the_handler_runs_on_its_own_executor) {
  asio::io_context operations, handlers;
  bool done = false;
  launch(operations.get_executor(), give(7),
         asio::bind_executor(handlers, [&](std::exception_ptr, int) { done = true; }));
  operations.run();
  EXPECT_FALSE(done);
  handlers.run();
  EXPECT_TRUE(done);
}

TEST(Launch, a_handler_on_another_context_keeps_its_run_alive) {
  asio::io_context operations, handlers;
  bool done = false;
  launch(operations.get_executor(), give_later(7),
         asio::bind_executor(handlers, [&](std::exception_ptr, int) { done = true; }));
  std::thread other([&] { handlers.run(); });  // returns early if the wait does not count as work
  operations.run();
  other.join();
  EXPECT_TRUE(done);
}

template <class T>
struct counting_allocator {
  using value_type = T;
  explicit counting_allocator(int* to) : count(to) {}
  template <class U>
  counting_allocator(counting_allocator<U> const& other) : count(other.count) {}
  T* allocate(std::size_t n) {
    ++*count;
    return std::allocator<T>().allocate(n);
  }
  void deallocate(T* p, std::size_t n) { std::allocator<T>().deallocate(p, n); }
  template <class U>
  bool operator==(counting_allocator<U> const& other) const {
    return count == other.count;
  }
  int* count;
};

TEST(Launch, the_handlers_allocator_is_used) {
  asio::io_context context;
  int allocations = 0;
  auto handler = asio::bind_executor(context, [](std::exception_ptr, int) {});
  launch(context.get_executor(), give(7),
         asio::bind_allocator(counting_allocator<void>(&allocations), std::move(handler)));
  context.run();
  EXPECT_GE(allocations, 2) << "the erased handler and the way home";
}

TEST(LaunchCancellation, every_type_reaches_the_operation) {
  for (auto const type : {asio::cancellation_type::terminal, asio::cancellation_type::partial,
                          asio::cancellation_type::total}) {
    asio::io_context context;
    asio::cancellation_signal signal;
    boost::system::error_code got;
    launch(context.get_executor(), never(),
           asio::bind_cancellation_slot(signal.slot(),
                                        [&](std::exception_ptr failure, int) { got = code_of(failure); }));
    context.poll();
    signal.emit(type);
    context.run();
    EXPECT_EQ(got, asio::error::operation_aborted);
  }
}

TEST(LaunchCancellation, one_before_the_operation_began_counts) {
  asio::io_context context;
  asio::cancellation_signal signal;
  boost::system::error_code got;
  launch(context.get_executor(), never(),
         asio::bind_cancellation_slot(signal.slot(),
                                      [&](std::exception_ptr failure, int) { got = code_of(failure); }));
  signal.emit(asio::cancellation_type::terminal);
  context.run_for(10s);
  EXPECT_EQ(got, asio::error::operation_aborted);
}

TEST(LaunchCancellation, a_late_emission_does_not_hit_the_next_operation_of_the_slot) {
  asio::io_context context;
  asio::cancellation_signal signal;
  int good = 0;
  auto const count_good = [&](std::exception_ptr failure, int value) { good += !failure && value == 7; };
  for (int n = 0; n < 1000; ++n) {
    launch(context.get_executor(), give(7), asio::bind_cancellation_slot(signal.slot(), count_good));
    context.restart();
    context.run();
    signal.emit(asio::cancellation_type::terminal);  // the one that has completed
    launch(context.get_executor(), give_later(7), asio::bind_cancellation_slot(signal.slot(), count_good));
    context.restart();
    context.run();
  }
  EXPECT_EQ(good, 2000);
}

TEST(LaunchCancellation, one_that_races_the_completion_from_another_thread_ends_it_once) {
  asio::thread_pool pool(2);
  asio::cancellation_signal signal;
  std::atomic<int> completed = 0, aborted = 0, started = 0, emitted = 0;
  constexpr int rounds = 2000;
  std::thread canceller([&] {
    for (int n = 1; n <= rounds; ++n) {
      while (started.load() < n) std::this_thread::yield();
      for (int turns = n % 7; turns > 0; --turns) std::this_thread::yield();
      signal.emit(asio::cancellation_type::terminal);
      emitted.store(n);
    }
  });
  for (int n = 1; n <= rounds; ++n) {
    std::promise<void> done;
    launch(pool.get_executor(), n % 2 ? give(n) : never(),
           asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr failure, int) {
             ++(failure ? aborted : completed);
             done.set_value();
           }));
    started.store(n);
    done.get_future().wait();
    while (emitted.load() < n) std::this_thread::yield();  // then the slot may be used again
  }
  canceller.join();
  pool.join();
  EXPECT_EQ(completed + aborted, rounds);
  EXPECT_GE(aborted, rounds / 2);
}

TEST(LaunchContext, one_destroyed_with_the_operation_running_destroys_the_handler_unrun) {
  auto const sign = std::make_shared<int>(0);
  {
    asio::io_context context;
    launch(context.get_executor(), never(), [sign](std::exception_ptr, int) { ++*sign; });
    context.poll();
  }
  EXPECT_EQ(sign.use_count(), 1);
  EXPECT_EQ(*sign, 0);
}

TEST(LaunchContext, one_destroyed_before_the_operation_began_destroys_the_handler_unrun) {
  auto const sign = std::make_shared<int>(0);
  {
    asio::io_context context;
    launch(context.get_executor(), never(), [sign](std::exception_ptr, int) { ++*sign; });
  }
  EXPECT_EQ(sign.use_count(), 1);
  EXPECT_EQ(*sign, 0);
}

TEST(LaunchContext, one_destroyed_breaks_the_promise_of_a_future) {
  std::future<int> value;
  {
    asio::io_context context;
    value = launch(context.get_executor(), never(), asio::use_future);
    context.poll();
  }
  EXPECT_THROW(value.get(), std::future_error);
}

TEST(LaunchContext, of_the_handler_may_end_before_that_of_the_operation) {
  asio::io_context on;
  bool called = false;
  auto held = std::make_shared<int>();
  std::weak_ptr<int> const sign = held;
  {
    asio::io_context home;
    launch(on.get_executor(), give_later(7),
           asio::bind_executor(
               home, [held = std::move(held), &called](std::exception_ptr, int) { called = true; }));
    on.poll();
  }
  EXPECT_TRUE(sign.expired());
  on.run();  // else it posts to what is gone, as ASAN sees
  EXPECT_FALSE(called);
}

TEST(LaunchContext, of_a_coroutine_may_end_before_that_of_the_operation) {
  asio::io_context on;
  auto held = std::make_shared<int>();
  std::weak_ptr<int> const sign = held;
  {
    asio::io_context home;
    auto program = [](asio::io_context& other, std::shared_ptr<int> kept) -> asio::awaitable<void> {
      *kept = co_await launch(other.get_executor(), give_later(7), asio::use_awaitable);
    };
    asio::co_spawn(home, program(on, std::move(held)), asio::detached);
    home.poll();
    on.poll();
  }
  EXPECT_TRUE(sign.expired());
  on.run();
}

TEST(LaunchContext, that_is_another_one_gets_the_value_and_a_signal_still_cancels) {
  asio::io_context on;
  asio::io_context home;
  int got = 0;
  launch(on.get_executor(), give_later(7),
         asio::bind_executor(home, [&](std::exception_ptr, int value) { got = value; }));
  on.run();
  EXPECT_EQ(got, 0);
  home.run();
  EXPECT_EQ(got, 7);
  asio::cancellation_signal signal;
  std::exception_ptr failure;
  launch(on.get_executor(), never(),
         asio::bind_executor(home, asio::bind_cancellation_slot(
                                       signal.slot(), [&](std::exception_ptr why, int) { failure = why; })));
  on.restart();
  on.poll();
  signal.emit(asio::cancellation_type::terminal);
  on.run();
  home.restart();
  home.run();
  EXPECT_EQ(code_of(failure), asio::error::operation_aborted);
}

TEST(LaunchContext, may_be_owned_by_the_handler) {
  std::optional<asio::io_context> on(std::in_place);
  auto home = std::make_shared<asio::io_context>();
  launch(on->get_executor(), never(), asio::bind_executor(*home, [home](std::exception_ptr, int) {}));
  std::weak_ptr<asio::io_context> const sign = home;
  home.reset();
  on->poll();
  EXPECT_FALSE(sign.expired());
  on.reset();
  EXPECT_TRUE(sign.expired());
}

TEST(LaunchContext, a_signal_may_be_emitted_after_the_context_is_gone) {
  asio::cancellation_signal signal;
  auto const sign = std::make_shared<int>(0);
  {
    asio::io_context context;
    launch(context.get_executor(), never(),
           asio::bind_cancellation_slot(signal.slot(), [sign](std::exception_ptr, int) { ++*sign; }));
    context.poll();
  }
  signal.emit(asio::cancellation_type::terminal);
  EXPECT_EQ(sign.use_count(), 1);
}

}  // namespace
}  // namespace hai::detail
