#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <exception>
#include <hai/detail/waiting.hpp>
#include <memory>
#include <utility>

namespace hai::detail {

/// A cursor that cannot be read: each read of it fails, as any other failure of a read comes, through the
/// completion token.
template <class Taken>
class failed_cursor final : public cursor<Taken> {
 public:
  failed_cursor(std::exception_ptr why, asio::any_io_executor home)
      : why_(std::move(why)), home_(std::move(home)) {}

  entry enter(asio::execution_context*, std::shared_ptr<waiter> const&) override { return entry::ready; }
  look take(Taken&, std::exception_ptr& failure, std::shared_ptr<waiter> const&) override {
    failure = why_;
    return look::failed;
  }
  void give_up_claim() override {}
  bool unpark(waiter const&) override { return false; }
  asio::any_io_executor default_executor() const override { return home_; }

 private:
  std::exception_ptr const why_;
  asio::any_io_executor const home_;
};

/// The cursor that `begin` yields, or one whose reads fail with what it throws; then a handler without an
/// executor of its own runs on `home`.
template <class Taken, class Begin>
std::shared_ptr<cursor<Taken>> cursor_from(asio::any_io_executor home, Begin begin) {
  try {
    return begin();
  } catch (...) {
    return std::make_shared<failed_cursor<Taken>>(std::current_exception(), std::move(home));
  }
}

}  // namespace hai::detail
