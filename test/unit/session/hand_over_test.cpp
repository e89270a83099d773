// One producer, one consumer, each element once: bounds, ends, failures, cancellation, one waiter.

#include "session/hand_over.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <hai/error.hpp>
#include <span>

#include "hand_over_bench.hpp"

namespace hai::detail {

std::string outcome_of(std::exception_ptr const& failure, std::optional<int> const& item) {
  if (!failure) return item ? std::to_string(*item) : "end";
  auto const why = to_error(failure);
  if (why.code() == asio::error::operation_aborted) return "aborted";
  if (why.code() == errc::already_waiting) return "already waiting";
  return std::string("failed: ") + why.what();
}

namespace {

std::exception_ptr failure(char const* why) { return std::make_exception_ptr(error(errc::closed, why)); }

/// Runs what is ready; gives what the wait came to.
std::string ran(asio::io_context& context, outcome const& said) {
  context.restart();
  context.poll();
  return *said;
}

TEST(HandOver, elements_come_in_order_then_the_end_which_stays) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  buffer->put(1);
  buffer->put(2);
  EXPECT_TRUE(buffer->end(buffer->withdraw_end().epoch));
  EXPECT_EQ(ran(context, start_next(buffer)), "1");
  EXPECT_EQ(ran(context, start_next(buffer)), "2");
  EXPECT_EQ(ran(context, start_next(buffer)), "end");
  EXPECT_EQ(ran(context, start_next(buffer)), "end");
  EXPECT_EQ(buffer->ends_taken(), 1);
}

TEST(HandOver, elements_come_before_a_failure_which_stays) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  buffer->put(1);
  buffer->fail(failure("first"));
  buffer->fail(failure("second"));
  EXPECT_EQ(ran(context, start_next(buffer)), "1");
  EXPECT_EQ(ran(context, start_next(buffer)), "failed: first");
  EXPECT_EQ(ran(context, start_next(buffer)), "failed: first");
}

TEST(HandOver, shutting_throws_away_what_nobody_took) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  buffer->put(1);
  buffer->shut(failure("closed"));
  buffer->put(2);
  EXPECT_EQ(ran(context, start_next(buffer)), "failed: closed");
  EXPECT_FALSE(buffer->reopen());
}

TEST(HandOver, a_push_an_end_a_failure_and_a_shutting_wake_the_waiter) {
  asio::io_context context;
  std::vector<std::pair<std::function<void(number_buffer&)>, std::string>> const ways = {
      {[](auto& buffer) { buffer.put(1); }, "1"},
      {[](auto& buffer) { buffer.end(0); }, "end"},
      {[](auto& buffer) { buffer.fail(failure("it broke")); }, "failed: it broke"},
      {[](auto& buffer) { buffer.shut(failure("closed")); }, "failed: closed"}};
  for (auto const& [wake, expected] : ways) {
    auto const buffer = make_numbers(context);
    auto const said = start_next(buffer);
    EXPECT_EQ(ran(context, said), "");
    wake(*buffer);
    EXPECT_EQ(*said, "") << "inside the producer's call";
    EXPECT_EQ(ran(context, said), expected);
  }
}

TEST(HandOver, of_many_elements_as_many_are_taken_as_there_is_room_for) {
  asio::io_context context;
  auto const buffer = make_numbers(context, 3);
  std::vector<int> page = {1, 2, 3, 4, 5};
  EXPECT_EQ(buffer->push_some(page).taken, 3u);
  EXPECT_EQ(ran(context, start_next(buffer)), "1");
  EXPECT_EQ(buffer->push_some(std::span(page).subspan(3)).taken, 1u);
  for (auto const* expected : {"2", "3", "4"}) EXPECT_EQ(ran(context, start_next(buffer)), expected);
}

TEST(HandOver, a_waiter_gets_the_first_of_many) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  auto const said = start_next(buffer);
  EXPECT_EQ(ran(context, said), "");
  std::vector<int> page = {1, 2};
  EXPECT_EQ(buffer->push_some(page).taken, 2u);
  EXPECT_EQ(ran(context, said), "1");
  EXPECT_EQ(ran(context, start_next(buffer)), "2");
}

TEST(HandOver, it_never_completes_inside_the_initiating_call) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  buffer->put(1);
  auto const said = start_next(buffer);
  EXPECT_EQ(*said, "");
  EXPECT_EQ(ran(context, said), "1");
}

TEST(HandOver, a_parked_waiter_is_work_for_its_context) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  auto const said = start_next(buffer);
  context.poll();
  EXPECT_FALSE(context.stopped());
  buffer->put(1);
  context.run();
  EXPECT_EQ(*said, "1");
  EXPECT_TRUE(context.stopped());
}

TEST(HandOver, a_second_waiter_is_refused_and_leaves_the_first_alone) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  auto const first = start_next(buffer);
  auto const second = start_next(buffer);
  EXPECT_EQ(ran(context, second), "already waiting");
  buffer->put(1);
  EXPECT_EQ(ran(context, first), "1");
  buffer->put(2);
  EXPECT_EQ(ran(context, start_next(buffer)), "2");
}

TEST(HandOver, a_batch_is_all_that_is_there_and_an_empty_one_is_the_end) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  std::optional<std::vector<int>> batch;
  auto const look = [&] {
    batch.reset();
    async_next_batch(buffer, [&](std::exception_ptr, std::vector<int> items) { batch = items; });
    context.restart();
    context.poll();
  };
  look();
  EXPECT_FALSE(batch);
  buffer->put(1);
  buffer->put(2);
  buffer->put(3);
  context.poll();
  EXPECT_EQ(batch, (std::vector{1, 2, 3}));
  buffer->end(0);
  look();
  EXPECT_EQ(batch, std::vector<int>());
}

TEST(HandOver, a_cancelled_wait_takes_nothing_with_it) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  asio::cancellation_signal signal;
  for (auto const type : {asio::cancellation_type::terminal, asio::cancellation_type::partial,
                          asio::cancellation_type::total}) {
    std::string said;
    async_next(buffer, asio::bind_cancellation_slot(signal.slot(),
                                                    [&](std::exception_ptr why, std::optional<int> item) {
                                                      said = outcome_of(why, item);
                                                    }));
    context.restart();
    context.poll();
    buffer->put(1);  // on its way to the waiter, and cancelled before it is there
    signal.emit(type);
    context.poll();
    EXPECT_EQ(said, "aborted");
    EXPECT_EQ(ran(context, start_next(buffer)), "1");
  }
  EXPECT_EQ(buffer->taken(), 3u);
}

TEST(HandOver, a_cancelled_parked_wait_ends_and_another_may_begin) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  asio::cancellation_signal signal;
  std::string said;
  async_next(buffer, asio::bind_cancellation_slot(signal.slot(),
                                                  [&](std::exception_ptr why, std::optional<int> item) {
                                                    said = outcome_of(why, item);
                                                  }));
  context.poll();
  signal.emit(asio::cancellation_type::terminal);
  context.poll();
  EXPECT_EQ(said, "aborted");
  auto const next = start_next(buffer);
  signal.emit(asio::cancellation_type::terminal);  // too late: it belongs to the wait before
  buffer->put(1);
  EXPECT_EQ(ran(context, next), "1");
}

TEST(HandOver, an_end_that_nobody_saw_is_withdrawn) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  EXPECT_TRUE(buffer->end(0));
  auto const withdrawn = buffer->withdraw_end();
  EXPECT_TRUE(withdrawn.had_ended);
  auto const said = start_next(buffer);
  EXPECT_EQ(ran(context, said), "");
  EXPECT_FALSE(buffer->end(0)) << "found before the withdrawal";
  EXPECT_EQ(ran(context, said), "");
  EXPECT_TRUE(buffer->end(withdrawn.epoch));
  EXPECT_EQ(ran(context, said), "end");
}

TEST(HandOver, an_end_that_was_handed_out_is_not_withdrawn) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  buffer->end(0);
  EXPECT_EQ(ran(context, start_next(buffer)), "end");
  EXPECT_FALSE(buffer->withdraw_end().had_ended);
  EXPECT_EQ(ran(context, start_next(buffer)), "end");
}

TEST(HandOver, an_end_that_was_handed_out_outlives_a_later_failure) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  buffer->end(0);
  EXPECT_EQ(ran(context, start_next(buffer)), "end");
  buffer->fail(failure("the client is closed"));
  EXPECT_EQ(ran(context, start_next(buffer)), "end");
}

TEST(HandOver, nothing_follows_a_failure_that_was_handed_out) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  buffer->fail(failure("the client is closed"));
  EXPECT_EQ(ran(context, start_next(buffer)), "failed: the client is closed");
  EXPECT_TRUE(buffer->put(1)) << "the producer, told later, shall not wait for room";
  EXPECT_EQ(ran(context, start_next(buffer)), "failed: the client is closed");
  EXPECT_EQ(buffer->taken(), 0u);
}

TEST(HandOver, reopening_forgets_what_was_handed_out_and_only_that) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  EXPECT_FALSE(buffer->reopen());
  buffer->end(0);
  EXPECT_FALSE(buffer->reopen()) << "nobody has seen that end";
  EXPECT_EQ(ran(context, start_next(buffer)), "end");
  EXPECT_TRUE(buffer->reopen());
  auto const said = start_next(buffer);
  EXPECT_EQ(ran(context, said), "");
  buffer->fail(failure("it broke"));
  EXPECT_EQ(ran(context, said), "failed: it broke");
  EXPECT_TRUE(buffer->reopen());
  buffer->put(1);
  EXPECT_EQ(ran(context, start_next(buffer)), "1");
}

class listener final : public room_listener {
 public:
  void room_made() noexcept override { ++calls; }
  int calls = 0;
};

TEST(HandOver, it_is_bounded_in_elements_and_tells_of_room_at_half) {
  asio::io_context context;
  auto const buffer = make_numbers(context, 4);
  auto const producer = std::make_shared<listener>();
  buffer->listen_for_room(producer);
  for (int n = 1; n <= 4; ++n) EXPECT_TRUE(buffer->put(n));
  EXPECT_FALSE(buffer->put(5));
  int into = 0;
  EXPECT_TRUE(buffer->try_take(into));
  EXPECT_EQ(producer->calls, 0);
  EXPECT_TRUE(buffer->try_take(into));
  EXPECT_EQ(producer->calls, 1);
  EXPECT_EQ(ran(context, start_next(buffer)), "3");
  EXPECT_EQ(producer->calls, 1) << "it was told, and has not been refused since";
}

TEST(HandOver, it_is_bounded_in_bytes_and_lets_one_heavy_element_in) {
  asio::io_context context;
  auto const buffer = make_numbers(context, 1000, 100);
  auto const producer = std::make_shared<listener>();
  buffer->listen_for_room(producer);
  EXPECT_TRUE(buffer->put(500));
  EXPECT_FALSE(buffer->put(1));
  EXPECT_EQ(ran(context, start_next(buffer)), "500");
  EXPECT_EQ(producer->calls, 1);
  EXPECT_TRUE(buffer->put(60));
  EXPECT_TRUE(buffer->put(40));
  EXPECT_FALSE(buffer->put(1));
}

TEST(HandOver, a_batch_tells_of_room_too) {
  asio::io_context context;
  auto const buffer = make_numbers(context, 2);
  auto const producer = std::make_shared<listener>();
  buffer->listen_for_room(producer);
  buffer->put(1);
  buffer->put(2);
  EXPECT_FALSE(buffer->put(3));
  async_next_batch(buffer, [](std::exception_ptr, std::vector<int>) {});
  context.poll();
  EXPECT_EQ(producer->calls, 1);
}

TEST(HandOver, taking_without_a_wait_respects_the_waiter) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  int into = 0;
  EXPECT_FALSE(buffer->try_take(into));
  auto const said = start_next(buffer);
  buffer->put(1);
  EXPECT_FALSE(buffer->try_take(into)) << "it is the waiter's";
  EXPECT_EQ(ran(context, said), "1");
}

TEST(HandOverContext, one_destroyed_with_a_parked_waiter_destroys_the_handler_unrun) {
  auto const sign = std::make_shared<int>(0);
  numbers buffer;
  {
    asio::io_context context;
    buffer = make_numbers(context);
    async_next(buffer, [sign, buffer](std::exception_ptr, std::optional<int>) { ++*sign; });
    context.poll();
    EXPECT_EQ(sign.use_count(), 2);
  }
  EXPECT_EQ(sign.use_count(), 1);
  EXPECT_EQ(*sign, 0);
  EXPECT_EQ(buffer.use_count(), 1) << "a handler that owns its buffer is a cycle";
  buffer->drop_executor();
}

TEST(HandOverContext, the_one_of_a_foreign_waiter_may_go_first_and_the_cursor_is_free_again) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  auto const sign = std::make_shared<int>(0);
  {
    asio::io_context foreign;
    async_next(buffer,
               asio::bind_executor(foreign, [sign](std::exception_ptr, std::optional<int>) { ++*sign; }));
    foreign.poll();
  }
  EXPECT_EQ(sign.use_count(), 1);
  buffer->put(1);
  EXPECT_EQ(ran(context, start_next(buffer)), "1");
}

TEST(HandOverContext, the_one_of_a_foreign_waiter_may_go_while_the_wake_is_on_its_way) {
  asio::io_context context;
  auto const buffer = make_numbers(context);
  {
    asio::io_context foreign;
    async_next(buffer, asio::bind_executor(foreign, [](std::exception_ptr, std::optional<int>) {}));
    buffer->put(1);
  }
  EXPECT_EQ(ran(context, start_next(buffer)), "1");
}

TEST(HandOver, an_erased_handler_is_not_called_by_the_read_that_starts_its_wait) {
  using erased = asio::any_completion_handler<void(std::exception_ptr, std::optional<int>)>;
  asio::io_context context;
  auto const buffer = make_numbers(context);
  buffer->put(1);
  bool inside = false;
  std::vector<std::string> said;
  auto const note = [&](std::exception_ptr const& failure, std::optional<int> const& item) {
    said.push_back((inside ? "inside: " : "") + outcome_of(failure, item));
  };
  asio::post(context, [&] {
    inside = true;
    async_take<std::optional<int>>(buffer, erased(asio::bind_executor(context, note)));
    async_take<std::optional<int>>(buffer, erased(asio::bind_executor(context, note)));
    inside = false;
  });
  context.poll();
  std::sort(said.begin(), said.end());
  EXPECT_EQ(said, (std::vector<std::string>{"1", "already waiting"}));
}

}  // namespace
}  // namespace hai::detail
