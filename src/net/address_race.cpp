#include "net/address_race.hpp"

#include <algorithm>
#include <deque>

#include <hai/error.hpp>

#include "net/connect_failure.hpp"
#include "net/duration_text.hpp"
#include "net/side_task.hpp"

namespace hai::net {
namespace asio = boost::asio;
using asio::ip::tcp;

std::vector<tcp::endpoint> interleaved(std::vector<tcp::endpoint> const& addresses) {
  if (addresses.empty()) return {};
  bool const first_is_v6 = addresses.front().address().is_v6();
  std::vector<tcp::endpoint> first;
  std::vector<tcp::endpoint> second;
  for (auto const& address : addresses)
    (address.address().is_v6() == first_is_v6 ? first : second).push_back(address);
  std::vector<tcp::endpoint> order;
  for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
    if (i < first.size()) order.push_back(first[i]);
    if (i < second.size()) order.push_back(second[i]);
  }
  return order;
}

namespace {

using stream_ptr = std::unique_ptr<byte_stream>;

asio::awaitable<stream_ptr> attempt_to_connect(std::shared_ptr<system> machine, tcp::endpoint address) {
  co_return co_await machine->connect(address);
}

std::string cause_text(std::exception_ptr const& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (boost::system::system_error const& known) {
    return known.code().message();
  } catch (std::exception const& unknown) {
    return unknown.what();
  }
}

shortage shortage_shown_by(std::exception_ptr const& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (boost::system::system_error const& known) {
    return shortage_of(known.code());
  } catch (std::exception const&) {
    return shortage::none;
  }
}

/// The attempts of one race, and when the next may begin. Without any suspension.
class race {
 public:
  race(std::shared_ptr<system> machine, std::vector<tcp::endpoint> order, asio::any_io_executor executor,
       std::shared_ptr<timer> wake)
      : machine_(std::move(machine)),
        order_(std::move(order)),
        executor_(std::move(executor)),
        wake_(std::move(wake)),
        next_at_(machine_->now()) {}

  bool is_lost() const { return failures_ == order_.size(); }

  /// When something is to be done again without an attempt having ended.
  time_point next_at() const { return attempts_.size() < order_.size() ? next_at_ : time_point::max(); }

  /// Takes in what has ended and starts what is due; the winner, if there is one.
  stream_ptr advance() {
    for (;;) {
      if (auto winner = look_at_ends()) return winner;
      if (attempts_.size() == order_.size() || machine_->now() < next_at_) return nullptr;
      next_at_ = machine_->now() + attempt_delay;
      attempts_.emplace_back(executor_, attempt_to_connect(machine_, order_[attempts_.size()]), wake_);
      counted_.push_back(false);
    }
  }

  void abandon() {
    for (auto& attempt : attempts_) attempt.abandon();
  }

  /// "10.0.0.1: Connection refused; ::1: no answer"
  std::string account() const {
    std::string text;
    for (std::size_t i = 0; i < attempts_.size(); ++i) {
      auto const failure = attempts_[i].failure();
      text += (i == 0 ? "" : "; ") + order_[i].address().to_string() + ": " +
              (failure ? cause_text(failure) : "no answer");
    }
    return text;
  }

  /// What the attempts, all of them failed, say together.
  shortage what_is_short() const {
    auto most = shortage::none;
    for (auto const& attempt : attempts_) most = std::max(most, shortage_shown_by(attempt.failure()));
    return most;
  }

 private:
  stream_ptr look_at_ends() {
    for (std::size_t i = 0; i < attempts_.size(); ++i) {
      if (counted_[i] || !attempts_[i].finished()) continue;
      if (!attempts_[i].failure()) return attempts_[i].take();
      counted_[i] = true;
      ++failures_;
      next_at_ = machine_->now();
    }
    return nullptr;
  }

  std::shared_ptr<system> machine_;
  std::vector<tcp::endpoint> order_;
  asio::any_io_executor executor_;
  std::shared_ptr<timer> wake_;
  time_point next_at_;
  std::deque<side_task<stream_ptr>> attempts_;
  std::vector<bool> counted_;
  std::size_t failures_ = 0;
};

connect_failure all_failed(std::string const& name, race const& attempts) {
  auto const what = attempts.what_is_short();
  auto const advice = what == shortage::certain
                          ? "; this process may not open more files (ulimit -n), or the machine is full"
                          : "; check the address and the network";
  return connect_failure("connecting to " + name + " failed: " + attempts.account() + advice, what);
}

}  // namespace

asio::awaitable<stream_ptr> connect_to_any(std::shared_ptr<system> machine,
                                           std::vector<tcp::endpoint> addresses, std::string name,
                                           duration limit) {
  auto const executor = co_await asio::this_coro::executor;
  auto const deadline = machine->now() + limit;
  std::shared_ptr<timer> const wake = machine->make_timer(executor);
  race attempts(machine, interleaved(addresses), executor, wake);
  stream_ptr winner;
  try {
    for (;;) {
      co_await leave_if_cancelled();
      winner = attempts.advance();
      if (winner) break;
      if (attempts.is_lost()) throw all_failed(name, attempts);
      if (machine->now() >= deadline)
        throw error(errc::timed_out, "connecting to " + name + " took longer than " + duration_text(limit) +
                                         ": " + attempts.account());
      wake->expires_at(std::min(deadline, attempts.next_at()));
      boost::system::error_code woken;
      co_await wake->wait(woken);
    }
  } catch (...) {
    attempts.abandon();
    throw;
  }
  attempts.abandon();
  co_return winner;
}

}  // namespace hai::net
