// A deadline for any operation.

#include <hai/within.hpp>

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

namespace hai {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<int> give(int value) { co_return value; }
asio::awaitable<void> nothing() { co_return; }
asio::awaitable<int> give_after(std::chrono::milliseconds span, int value) {
  asio::steady_timer timer(co_await asio::this_coro::executor, span);
  co_await timer.async_wait(asio::use_awaitable);
  co_return value;
}
asio::awaitable<int> never() { return give_after(std::chrono::hours(1000), 0); }
asio::awaitable<int> refuse() {
  throw error(errc::conflict, "it refuses");
  co_return 0;
}
asio::awaitable<int> abort_itself() {
  throw boost::system::system_error(asio::error::operation_aborted);
  co_return 0;
}
/// Gives a value although it was cancelled.
asio::awaitable<int> give_when_cancelled() {
  asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::hours(1000));
  boost::system::error_code ended;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
  co_return 7;
}
/// Holds on until its own time has come, whatever is asked of it.
asio::awaitable<int> ignore_cancellation() {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_return co_await give_after(20ms, 7);
}

struct ending {
  std::exception_ptr failure;
  std::optional<int> value;
  boost::system::error_code code() const {
    return failure ? to_error(failure).code() : boost::system::error_code();
  }
};

/// Runs `work` to its end; `cancel` is emitted once it waits.
ending run(asio::awaitable<int> work, std::optional<asio::cancellation_type> cancel = {}) {
  asio::io_context context;
  asio::cancellation_signal signal;
  ending got;
  asio::co_spawn(context, std::move(work),
                 asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr failure, int value) {
                   got.failure = failure;
                   if (!failure) got.value = value;
                 }));
  if (cancel) {
    context.poll();
    signal.emit(*cancel);
  }
  context.run();
  return got;
}

TEST(Within, the_value_of_an_operation_that_is_in_time) {
  EXPECT_EQ(run(within(1h, give(7))).value, 7);
  EXPECT_EQ(run(within(1h, give_after(1ms, 7))).value, 7);
}

TEST(Within, timed_out_at_the_deadline) {
  EXPECT_EQ(run(within(1ms, never())).code(), errc::timed_out);
  EXPECT_EQ(run(within(0ms, never())).code(), errc::timed_out);
  EXPECT_EQ(run(within(-1ms, never())).code(), errc::timed_out);
}

TEST(Within, its_timer_keeps_nobody_waiting_after_the_value) {
  asio::io_context context;
  auto value = asio::co_spawn(context, within(1000h, give(7)), asio::use_future);
  context.poll();
  EXPECT_TRUE(context.stopped());
  EXPECT_EQ(value.get(), 7);
}

TEST(Within, the_operations_own_failure_passes) {
  EXPECT_EQ(run(within(1h, refuse())).code(), errc::conflict);
  EXPECT_EQ(run(within(1h, abort_itself())).code(), asio::error::operation_aborted);
}

TEST(Within, a_value_that_comes_after_the_deadline_is_still_the_value) {
  EXPECT_EQ(run(within(1ms, give_when_cancelled())).value, 7);
}

TEST(Within, an_operation_that_ignores_cancellation_is_waited_for) {
  EXPECT_EQ(run(within(1ms, ignore_cancellation())).value, 7);
}

TEST(Within, the_inner_deadline_of_two_counts) {
  EXPECT_EQ(run(within(1h, within(1ms, never()))).code(), errc::timed_out);
  EXPECT_EQ(run(within(1ms, within(1h, never()))).code(), errc::timed_out);
  EXPECT_EQ(run(within(1h, within(1h, give(7)))).value, 7);
}

TEST(Within, a_cancellation_of_the_caller_stays_one) {
  EXPECT_EQ(run(within(1h, never()), asio::cancellation_type::terminal).code(),
            asio::error::operation_aborted);
  EXPECT_EQ(run(within(1h, within(2h, never())), asio::cancellation_type::terminal).code(),
            asio::error::operation_aborted);
}

asio::awaitable<int> time_out_then_give() {
  int timeouts = 0;
  for (int n = 0; n < 3; ++n) {
    try {
      co_await within(0ms, never());
    } catch (error const& late) {
      if (late.code() == errc::timed_out) ++timeouts;
    }
  }
  co_return timeouts + co_await within(1h, give_after(1ms, 4));
}

TEST(Within, a_deadline_that_passed_leaves_the_caller_uncancelled) {
  EXPECT_EQ(run(time_out_then_give()).value, 7);
}

asio::awaitable<int> await_nothing() {
  co_await within(1h, nothing());
  co_return 7;
}

TEST(Within, an_operation_may_have_no_value) { EXPECT_EQ(run(await_nothing()).value, 7); }

TEST(Within, one_that_is_destroyed_while_it_runs_lets_go_of_all) {
  auto const sign = std::make_shared<int>(0);
  {
    asio::io_context context;
    asio::co_spawn(context, within(1h, never()), [sign](std::exception_ptr, int) { ++*sign; });
    context.poll();
  }
  EXPECT_EQ(sign.use_count(), 1);
  EXPECT_EQ(*sign, 0);
}

TEST(Within, the_text_names_the_limit) {
  auto const late = run(within(2ms, never()));
  EXPECT_NE(std::string(to_error(late.failure).what()).find("2 ms"), std::string::npos);
}

TEST(WithinToken, a_future_gets_value_timeout_and_failure) {
  EXPECT_EQ(within(1h, give_after(1ms, 7), asio::use_future).get(), 7);
  auto late = within(1ms, never(), asio::use_future);
  try {
    late.get();
    ADD_FAILURE() << "no timeout";
  } catch (error const& failure) {
    EXPECT_EQ(failure.code(), errc::timed_out);
  }
  EXPECT_THROW(within(1h, refuse(), asio::use_future).get(), error);
}

TEST(WithinToken, a_callback_runs_on_its_executor_and_can_be_cancelled) {
  asio::io_context context;
  asio::cancellation_signal signal;
  boost::system::error_code got;
  auto handler = asio::bind_executor(context, [&](std::exception_ptr failure, int) {
    EXPECT_TRUE(context.get_executor().running_in_this_thread());
    got = to_error(failure).code();
  });
  within(1h, never(), asio::bind_cancellation_slot(signal.slot(), std::move(handler)));
  context.poll();
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_EQ(got, asio::error::operation_aborted);
}

}  // namespace
}  // namespace hai
