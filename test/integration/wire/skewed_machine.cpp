#include "skewed_machine.hpp"

namespace hai::test {
namespace {

class skewed_timer final : public net::timer {
 public:
  skewed_timer(skewed_machine const& machine, std::unique_ptr<net::timer> real)
      : machine_(machine), real_(std::move(real)) {}

  void expires_at(net::time_point when) override {
    real_->expires_at(when == net::time_point::max() ? when : when - machine_.offset());
  }
  void cancel() override { real_->cancel(); }
  void async_wait(boost::asio::any_completion_handler<void(boost::system::error_code)> handler) override {
    real_->async_wait(std::move(handler));
  }
  boost::asio::awaitable<void> wait(boost::system::error_code& failure) override {
    return real_->wait(failure);
  }

 private:
  skewed_machine const& machine_;
  std::unique_ptr<net::timer> real_;
};

}  // namespace

std::unique_ptr<net::timer> skewed_machine::make_timer(boost::asio::any_io_executor executor) {
  return std::make_unique<skewed_timer>(*this, real_->make_timer(std::move(executor)));
}

}  // namespace hai::test
