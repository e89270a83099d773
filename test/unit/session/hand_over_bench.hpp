#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "session/hand_over.hpp"

namespace hai::detail {

/// A buffer of numbers that counts what it hands out; each weighs its own value.
class number_buffer final : public hand_over<int> {
 public:
  using hand_over<int>::hand_over;

  std::size_t taken() const {
    std::lock_guard lock(mutex());
    return taken_;
  }
  int ends_taken() const {
    std::lock_guard lock(mutex());
    return ends_taken_;
  }

  bool put(int number) { return push(number); }

 private:
  std::size_t weight_of(int const& number) const override { return static_cast<std::size_t>(number); }
  void on_taken(int const&) override { ++taken_; }
  void on_end_announced() override {}
  void on_end_taken() override { ++ends_taken_; }

  std::size_t taken_ = 0;
  int ends_taken_ = 0;
};

using numbers = std::shared_ptr<number_buffer>;

inline numbers make_numbers(boost::asio::io_context& context, std::size_t elements = 1000,
                            std::size_t bytes = std::size_t(1) << 40) {
  return std::make_shared<number_buffer>(context.get_executor(), buffer_bounds{elements, bytes});
}

template <class Token>
auto async_next(numbers const& from, Token&& token) {
  return async_take<std::optional<int>>(from, std::forward<Token>(token));
}

template <class Token>
auto async_next_batch(numbers const& from, Token&& token) {
  return async_take<std::vector<int>>(from, std::forward<Token>(token));
}

/// What one wait came to: "7", "end", "aborted", "already waiting", "failed: …"; empty while it waits.
using outcome = std::shared_ptr<std::string>;
std::string outcome_of(std::exception_ptr const& failure, std::optional<int> const& item);

inline outcome start_next(numbers const& from) {
  auto said = std::make_shared<std::string>();
  async_next(from, [said](std::exception_ptr failure, std::optional<int> item) {
    *said = outcome_of(failure, item);
  });
  return said;
}

}  // namespace hai::detail
