#pragma once

#include <atomic>
#include <memory>

#include "net/system.hpp"

namespace hai::test {

/// The real machine, but its clock can be put forward: so that a test need not wait for a long time to pass.
/// A timer that is armed already does not notice.
class skewed_machine final : public net::system {
 public:
  void put_forward(net::duration by) { offset_ += by.count(); }

  net::time_point now() const override { return real_->now() + offset(); }
  std::chrono::system_clock::time_point calendar() const override { return real_->calendar(); }
  std::unique_ptr<net::timer> make_timer(boost::asio::any_io_executor executor) override;
  boost::asio::awaitable<std::vector<boost::asio::ip::tcp::endpoint>> resolve(std::string host,
                                                                              std::uint16_t port) override {
    return real_->resolve(std::move(host), port);
  }
  boost::asio::awaitable<std::unique_ptr<net::byte_stream>> connect(
      boost::asio::ip::tcp::endpoint address) override {
    return real_->connect(address);
  }
  std::uint64_t entropy() override { return real_->entropy(); }

  net::duration offset() const { return net::duration(offset_.load()); }

 private:
  std::shared_ptr<net::system> real_ = net::make_real_system();
  std::atomic<net::duration::rep> offset_ = 0;
};

}  // namespace hai::test
