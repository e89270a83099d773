#pragma once

#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <hai/agents.hpp>
#include <hai/sim/platform.hpp>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace hai::test {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using sim::fault;
using sim::platform_options;
using sim::script;

inline constexpr char const* changes_route = "GET /sessions/{id}/changes";
inline constexpr char const* status_route = "GET /sessions/{id}/status";
inline constexpr char const* messages_route = "POST /sessions/{id}/messages";

/// A client on an io_context that the test drives, and a platform on a thread of its own, over TLS on
/// loopback.
class wire_test : public testing::Test {
 protected:
  ~wire_test() override;

  sim::platform& serve(platform_options options = platform_options());
  sim::platform& platform() { return *platform_; }
  client_options options() const;
  client make_client() { return client(io, options()); }

  /// Runs `action`, on the platform's thread, when a poll begins to wait; each action for one poll, in order.
  void when_parked(std::function<void()> action);
  /// Completes once that many polls in all have begun to wait.
  asio::awaitable<void> until_parked(std::uint64_t count);

  std::uint64_t requests(std::string const& route);
  std::uint64_t all_requests() { return platform().account().requests; }

  /// Drives the io_context until the operation is done, and not further.
  template <class T>
  T await(asio::awaitable<T> operation) {
    std::exception_ptr failure;
    bool done = false;
    if constexpr (std::is_void_v<T>) {
      asio::co_spawn(io, std::move(operation), [&](std::exception_ptr e) { failure = e, done = true; });
      drive(done);
      if (failure) std::rethrow_exception(failure);
    } else {
      std::optional<T> value;
      asio::co_spawn(io, std::move(operation), [&](std::exception_ptr e, T got) {
        failure = e, done = true;
        value.emplace(std::move(got));
      });
      drive(done);
      if (failure) std::rethrow_exception(failure);
      return std::move(*value);
    }
  }

  /// The same for a coroutine function without arguments, which may capture.
  template <class F>
  auto run(F program) {
    return await(program());
  }

  /// How the operation failed; an error without a code if it did not.
  template <class T>
  error failure(asio::awaitable<T> operation) {
    try {
      await(std::move(operation));
    } catch (...) {
      return to_error(std::current_exception());
    }
    ADD_FAILURE() << "it did not fail";
    return to_error(nullptr);
  }

  /// Drives the io_context until `done`; throws after a minute, or when nothing is left to do.
  void drive(bool const& done);

  /// Whether `got` is exactly what the platform holds of the session from `from` on: texts, order and
  /// indices.
  void expect_whole(std::vector<event> const& got, std::string const& id, std::size_t from = 0);

  /// Follows a session to its end, and expects all of it.
  run_result follow(client const& by, std::string const& id);

  asio::io_context io{1};

 private:
  void on_parked();

  asio::steady_timer gate_{io};
  std::uint64_t parked_ = 0;  // on io's thread
  std::mutex mutex_;
  std::deque<std::function<void()>> actions_;
  std::optional<sim::platform> platform_;
};

/// All that a stream has until its end.
asio::awaitable<std::vector<event>> rest_of(event_stream& stream);
asio::awaitable<std::vector<event>> rest_of(session handle);

/// `count` events at once, each with text of its own.
script events(std::size_t count);
/// The same, then an answer and the end as completed.
script finished(std::size_t count);

}  // namespace hai::test
