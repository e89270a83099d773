#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/use_future.hpp>
#include <cstdint>
#include <functional>
#include <future>
#include <hai/agents.hpp>
#include <hai/sim/platform.hpp>
#include <string>
#include <thread>
#include <vector>

namespace hai::test {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// A platform on a thread of its own, for clients on as many threads as a test likes.
class threads : public testing::Test {
 protected:
  threads();

  client_options options() const;
  /// Sessions of so many events, which have ended.
  std::vector<std::string> finished_sessions(std::size_t count, std::size_t events);
  /// A session of so many events that goes on for ever.
  std::string endless_session(std::size_t events = 0);

  sim::platform& platform() { return platform_; }

 private:
  sim::platform platform_;
};

/// What a future brings; the test fails, and throws, when it takes a minute.
template <class T>
T soon(std::future<T> future) {
  if (future.wait_for(60s) != std::future_status::ready) {
    ADD_FAILURE() << "it took a minute";
    throw std::runtime_error("it took a minute");
  }
  return future.get();
}

/// Counts down to an end that others wait for.
class countdown {
 public:
  explicit countdown(std::size_t from) : left_(from) {}
  void one_less() {
    if (--left_ == 0) done_.set_value();
  }
  void wait() { soon(done_.get_future()); }

 private:
  std::atomic<std::size_t> left_;
  std::promise<void> done_;
};

/// Threads that are joined at the end of their scope.
class crowd {
 public:
  crowd() = default;
  crowd(crowd const&) = delete;
  crowd& operator=(crowd const&) = delete;
  ~crowd() { join(); }
  void add(std::function<void()> work) { threads_.emplace_back(std::move(work)); }
  void join() {
    for (auto& each : threads_) each.join();
    threads_.clear();
  }

 private:
  std::vector<std::thread> threads_;
};

/// An io_context that threads of its own run, until it goes.
class running_context {
 public:
  explicit running_context(std::size_t threads = 1);
  ~running_context();
  asio::io_context& io() { return io_; }

 private:
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  crowd threads_;
};

boost::system::error_code code_of(std::exception_ptr const& failure);
/// How a future failed.
template <class T>
boost::system::error_code failure_of(std::future<T> future) {
  try {
    soon(std::move(future));
  } catch (...) {
    return code_of(std::current_exception());
  }
  return {};
}

}  // namespace hai::test
