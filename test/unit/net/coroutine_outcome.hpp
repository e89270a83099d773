#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <hai/error.hpp>

namespace hai::net::testing {

/// A coroutine under way, and then what came of it. Must not be moved while it runs.
template <class T>
class coroutine_outcome {
 public:
  coroutine_outcome(boost::asio::any_io_executor executor, boost::asio::awaitable<T> work)
      : shared_(std::make_shared<shared>()) {
    auto end = [held = shared_](std::exception_ptr failure, T value) {
      held->finished = true;
      held->failure = failure;
      if (!failure) held->value.emplace(std::move(value));
    };
    boost::asio::co_spawn(executor, std::move(work),
                          boost::asio::bind_cancellation_slot(shared_->signal.slot(), std::move(end)));
  }

  void cancel() { shared_->signal.emit(boost::asio::cancellation_type::terminal); }
  bool finished() const { return shared_->finished; }
  bool has_value() const { return shared_->value.has_value(); }
  T& value() { return *shared_->value; }

  boost::system::error_code code() const {
    return shared_->failure ? to_error(shared_->failure).code() : boost::system::error_code();
  }
  std::exception_ptr failure() const { return shared_->failure; }
  std::string text() const { return shared_->failure ? to_error(shared_->failure).what() : ""; }
  bool was_aborted() const { return code() == boost::asio::error::operation_aborted; }

 private:
  struct shared {
    boost::asio::cancellation_signal signal;
    bool finished = false;
    std::exception_ptr failure;
    std::optional<T> value;
  };
  std::shared_ptr<shared> shared_;
};

}  // namespace hai::net::testing
