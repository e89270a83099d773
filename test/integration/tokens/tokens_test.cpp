// Every kind of completion token, for a plain call, for a stream's next and for a session's next_event.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <thread>

#include "integration/wire/wire_fixture.hpp"

namespace hai::test {
namespace {

/// session::status
class plain_call {
 public:
  using value = session_status;
  explicit plain_call(session handle) : handle_(std::move(handle)) {}

  asio::awaitable<value> operator()() { return handle_.status(); }
  template <class Token>
  auto operator()(Token&& token) {
    return handle_.status(std::forward<Token>(token));
  }
  static bool is_good(value const& got) { return got.state == session_state::running; }
  /// From now on it waits for ever.
  void block(sim::platform& at) { at.fail(fault::silence().route(status_route).always()); }
  void unblock(sim::platform& at) { at.heal(); }
  bool ran_detached(sim::platform& at) const {
    return at.account().requests_by_route.count(status_route) > 0;
  }

 private:
  session handle_;
};

/// What the two reads of a cursor share; the session is made with two events.
template <class Cursor>
class cursor_read {
 public:
  using value = std::optional<event>;
  explicit cursor_read(session const& handle) : cursor_(handle) {}

  asio::awaitable<value> operator()() { return cursor_.read(); }
  template <class Token>
  auto operator()(Token&& token) {
    return cursor_.read(std::forward<Token>(token));
  }
  static bool is_good(value const& got) { return got.has_value(); }
  void block(sim::platform&) { is_blocked_ = true; }
  void unblock(sim::platform& at) { at.play(cursor_.id(), events(1)); }
  bool ran_detached(sim::platform&) const { return cursor_.next_index() == 1; }
  /// Events to be read before the next read waits.
  int before_it_waits() const { return is_blocked_ ? 2 : 0; }

 private:
  Cursor cursor_;
  bool is_blocked_ = false;
};

class session_cursor_of {
 public:
  explicit session_cursor_of(session handle) : handle_(std::move(handle)) {}
  template <class... Token>
  auto read(Token&&... token) {
    return handle_.next_event(std::forward<Token>(token)...);
  }
  std::string const& id() const { return handle_.id(); }
  std::uint64_t next_index() const { return handle_.next_index(); }

 private:
  session handle_;
};

class stream_of {
 public:
  explicit stream_of(session const& handle) : id_(handle.id()), stream_(handle.stream()) {}
  template <class... Token>
  auto read(Token&&... token) {
    return stream_.next(std::forward<Token>(token)...);
  }
  std::string const& id() const { return id_; }
  std::uint64_t next_index() const { return stream_.next_index(); }

 private:
  std::string id_;
  event_stream stream_;
};

template <class T>
struct counting_allocator {
  using value_type = T;
  explicit counting_allocator(int* made, int* live) : made_(made), live_(live) {}
  template <class U>
  counting_allocator(counting_allocator<U> const& other) : made_(other.made_), live_(other.live_) {}
  T* allocate(std::size_t n) {
    ++*made_, ++*live_;
    return std::allocator<T>().allocate(n);
  }
  void deallocate(T* p, std::size_t n) {
    --*live_;
    std::allocator<T>().deallocate(p, n);
  }
  template <class U>
  bool operator==(counting_allocator<U> const& other) const {
    return live_ == other.live_;
  }
  int* made_;
  int* live_;
};

/// Runs the library's context beside the test, until it goes.
class library_thread {
 public:
  explicit library_thread(asio::io_context& io) : io_(io), thread_([&io] { io.run(); }) {}
  ~library_thread() {
    io_.stop();
    thread_.join();
  }

 private:
  asio::io_context& io_;
  std::thread thread_;
};

template <class Operation>
class tokens : public wire_test {
 protected:
  using value = typename Operation::value;

  Operation make() {
    if (!by_) {
      serve();
      by_.emplace(make_client());
    }
    return Operation(by_->session(platform().add_session(events(2))));
  }
  /// An operation that waits for ever, until unblock().
  Operation make_blocked() {
    Operation made = make();
    made.block(platform());
    if constexpr (requires { made.before_it_waits(); })
      for (int n = made.before_it_waits(); n > 0; --n) await(made());
    return made;
  }

 private:
  std::optional<client> by_;
};

using operations = testing::Types<plain_call, cursor_read<stream_of>, cursor_read<session_cursor_of>>;
TYPED_TEST_SUITE(tokens, operations);

TYPED_TEST(tokens, bind_executor_decides_where_the_handler_runs_and_keeps_that_context_at_work) {
  auto operation = this->make();
  asio::io_context handlers;
  std::thread::id ran_on;
  operation(asio::bind_executor(handlers, [&](std::exception_ptr failure, typename TypeParam::value got) {
    EXPECT_TRUE(!failure && TypeParam::is_good(got));
    ran_on = std::this_thread::get_id();
  }));
  library_thread const runs(this->io);
  handlers.run_for(60s);  // returns early if the wait does not count as work
  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

TYPED_TEST(tokens, bind_cancellation_slot_ends_the_wait_and_the_next_one_goes_on) {
  auto operation = this->make_blocked();
  asio::cancellation_signal signal;
  for (auto const type : {asio::cancellation_type::terminal, asio::cancellation_type::partial,
                          asio::cancellation_type::total}) {
    bool done = false;
    boost::system::error_code code;
    operation(asio::bind_cancellation_slot(signal.slot(),
                                           [&](std::exception_ptr failure, typename TypeParam::value) {
                                             code = to_error(failure).code();
                                             done = true;
                                           }));
    this->io.restart();
    this->io.poll();
    EXPECT_FALSE(done);
    signal.emit(type);
    this->drive(done);
    EXPECT_EQ(code, asio::error::operation_aborted);
  }
  operation.unblock(this->platform());
  EXPECT_TRUE(TypeParam::is_good(this->await(operation())));
}

TYPED_TEST(tokens, bind_allocator_serves_the_way_of_the_completion_and_is_given_all_back) {
  auto operation = this->make();
  int made = 0, live = 0;
  bool done = false;
  auto on_end = asio::bind_executor(this->io, [&](std::exception_ptr failure, typename TypeParam::value) {
    EXPECT_FALSE(failure);
    EXPECT_EQ(live, 0) << "memory is given back before the handler runs, which may start the next operation";
    done = true;
  });
  operation(asio::bind_allocator(counting_allocator<void>(&made, &live), std::move(on_end)));
  this->drive(done);
  EXPECT_GE(made, 1);
  EXPECT_EQ(live, 0);
}

TYPED_TEST(tokens, detached_runs_it) {
  auto operation = this->make();
  operation(asio::detached);
  this->io.restart();
  auto const bound = std::chrono::steady_clock::now() + 60s;
  while (!operation.ran_detached(this->platform()) && this->io.run_one_until(bound) > 0) {
  }
  EXPECT_TRUE(operation.ran_detached(this->platform()));
}

TYPED_TEST(tokens, use_future_brings_the_value_to_a_thread_that_waits) {
  auto operation = this->make();
  auto future = operation(asio::use_future);
  library_thread const runs(this->io);
  ASSERT_EQ(future.wait_for(60s), std::future_status::ready);
  EXPECT_TRUE(TypeParam::is_good(future.get()));
}

TYPED_TEST(tokens, as_tuple_brings_failure_and_value_side_by_side) {
  auto operation = this->make();
  this->run([&]() -> asio::awaitable<void> {
    auto const [failure, got] = co_await operation(asio::as_tuple(asio::use_awaitable));
    EXPECT_TRUE(!failure && TypeParam::is_good(got));
  });
}

TYPED_TEST(tokens, or_ends_the_loser) {
  using namespace asio::experimental::awaitable_operators;
  auto waits = this->make_blocked();
  asio::steady_timer soon(this->io, 1ms);
  asio::steady_timer never(this->io, asio::steady_timer::time_point::max());
  this->run([&]() -> asio::awaitable<void> {
    auto const lost = co_await (waits() || soon.async_wait(asio::use_awaitable));
    EXPECT_EQ(lost.index(), 1u);
    waits.unblock(this->platform());
    auto const won = co_await (waits(asio::use_awaitable) || never.async_wait(asio::use_awaitable));
    EXPECT_EQ(won.index(), 0u);
    EXPECT_TRUE(won.index() == 0 && TypeParam::is_good(std::get<0>(won)));
  });
}

TYPED_TEST(tokens, and_waits_for_both) {
  using namespace asio::experimental::awaitable_operators;
  auto one = this->make();
  auto other = this->make();
  this->run([&]() -> asio::awaitable<void> {
    auto const [first, second] = co_await (one() && other(asio::use_awaitable));
    EXPECT_TRUE(TypeParam::is_good(first) && TypeParam::is_good(second));
  });
}

TYPED_TEST(tokens, a_parallel_group_takes_deferred_forms) {
  auto one = this->make();
  auto other = this->make();
  bool done = false;
  asio::experimental::make_parallel_group(one(asio::deferred), other(asio::deferred))
      .async_wait(asio::experimental::wait_for_all(),
                  [&](auto, std::exception_ptr failure, typename TypeParam::value first,
                      std::exception_ptr other_failure, typename TypeParam::value second) {
                    EXPECT_TRUE(!failure && TypeParam::is_good(first));
                    EXPECT_TRUE(!other_failure && TypeParam::is_good(second));
                    done = true;
                  });
  this->drive(done);
}

TYPED_TEST(tokens, a_parallel_group_ends_the_one_that_is_later) {
  auto waits = this->make_blocked();
  asio::steady_timer soon(this->io, 1ms);
  bool done = false;
  asio::experimental::make_parallel_group(waits(asio::deferred), soon.async_wait(asio::deferred))
      .async_wait(
          asio::experimental::wait_for_one(),
          [&](auto, std::exception_ptr failure, typename TypeParam::value, boost::system::error_code) {
            EXPECT_EQ(to_error(failure).code(), asio::error::operation_aborted);
            done = true;
          });
  this->drive(done);
}

TYPED_TEST(tokens, a_stackful_coroutine_awaits_it_as_a_tuple) {
  auto operation = this->make();
  bool done = false;
  asio::spawn(
      this->io,
      [&](asio::yield_context yield) {
        auto const [failure, got] = operation(asio::as_tuple(yield));
        EXPECT_TRUE(!failure && TypeParam::is_good(got));
      },
      [&](std::exception_ptr failure) {
        EXPECT_FALSE(failure);
        done = true;
      });
  this->drive(done);
}

}  // namespace
}  // namespace hai::test
