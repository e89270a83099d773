// One client on a thread_pool, its handlers on strands: each consumer's code runs one thing at a time, and
// gets every event once and in order.

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include "threads/thread_fixture.hpp"

namespace hai::test {
namespace {

constexpr std::size_t sessions = 16, events_each = 40;
using strand = asio::strand<asio::thread_pool::executor_type>;

/// A consumer without a lock: what it counts is its strand's own.
struct consumer : std::enable_shared_from_this<consumer> {
  consumer(strand on, event_stream from, countdown& all)
      : home(std::move(on)), stream(std::move(from)), left(all) {}

  void read() {
    stream.next(asio::bind_executor(
        home, [self = shared_from_this()](std::exception_ptr failure, std::optional<event> got) {
          self->take(failure, got);
        }));
  }

  void take(std::exception_ptr const& failure, std::optional<event> const& got) {
    EXPECT_FALSE(failure);
    EXPECT_TRUE(home.running_in_this_thread());
    if (!got || failure) return left.one_less();
    EXPECT_EQ(got->index(), seen);
    ++seen;
    read();
  }

  strand home;
  event_stream stream;
  countdown& left;
  std::size_t seen = 0;
};

TEST_F(threads, handlers_on_strands_of_a_pool_run_one_at_a_time) {
  asio::thread_pool pool(4);
  client by(pool.get_executor(), options());
  countdown all(sessions);
  std::vector<std::shared_ptr<consumer>> consumers;
  for (auto const& id : finished_sessions(sessions, events_each)) {
    auto const home = asio::make_strand(pool);
    consumers.push_back(std::make_shared<consumer>(home, by.session(id).stream(), all));
    asio::post(home, [one = consumers.back()] { one->read(); });
  }
  all.wait();
  pool.join();
  for (auto const& one : consumers) EXPECT_EQ(one->seen, events_each);
}

asio::awaitable<void> follow(strand home, client by, std::string id, std::size_t& seen) {
  auto handle = by.session(id);
  while (auto const got = co_await handle.next_event()) {
    EXPECT_TRUE(home.running_in_this_thread());
    EXPECT_EQ(got->index(), seen);
    ++seen;
    session_status const now = co_await handle.status();
    EXPECT_TRUE(home.running_in_this_thread());
    EXPECT_EQ(now.state, session_state::completed);
  }
}

TEST_F(threads, coroutines_on_strands_of_a_pool_stay_there) {
  asio::thread_pool pool(4);
  client by(pool.get_executor(), options());
  countdown all(sessions);
  std::vector<std::size_t> seen(sessions);
  auto const ids = finished_sessions(sessions, 8);
  for (std::size_t n = 0; n < sessions; ++n) {
    auto const home = asio::make_strand(pool);
    asio::co_spawn(home, follow(home, by, ids[n], seen[n]), [&](std::exception_ptr failure) {
      EXPECT_FALSE(failure);
      all.one_less();
    });
  }
  all.wait();
  pool.join();
  for (auto const count : seen) EXPECT_EQ(count, 8u);
}

}  // namespace
}  // namespace hai::test
