// Why a connection that nobody uses is closed.

#include <gtest/gtest.h>

#include "http/idle_connections.hpp"
#include "observe/names.hpp"

namespace hai::http {
namespace {

using namespace std::chrono_literals;

class still_stream final : public net::byte_stream {
 public:
  explicit still_stream(bool open) : open_(open) {}
  net::step try_read(std::span<char>, boost::system::error_code&) override { return {}; }
  net::step try_write(std::span<char const>, boost::system::error_code&) override { return {}; }
  void async_wait(net::readiness, boost::asio::any_io_executor const&, net::wait_handler) override {}
  bool is_idle() override { return open_; }
  bool is_drained() const noexcept override { return true; }
  void close() noexcept override {}

 private:
  bool const open_;
};

class fates final : public observer {
 public:
  void on_connection_closed(observed::connection_closed const& closed) override {
    told += std::string(told.empty() ? "" : ", ") + std::string(closed.host) + " " +
            std::string(observe::name_of(closed.reason));
  }
  std::string told;
};

class Fate : public testing::Test {
 protected:
  std::unique_ptr<connection> made(bool open = true) {
    auto stream = std::make_unique<still_stream>(open);
    return std::make_unique<connection>(std::move(stream), start, count, where.where, witness(watch));
  }

  net::time_point const start{};
  route_key const where{net::origin{true, "api.example", 443}, std::nullopt};
  std::shared_ptr<fates> watch = std::make_shared<fates>();
  std::shared_ptr<counters> count = std::make_shared<counters>();
  idle_connections idle{idle_connections::limits{30s, 60s}, count};
};

TEST_F(Fate, of_one_that_was_idle_for_too_long) {
  idle.put(where, made(), start);
  EXPECT_EQ(idle.take(where, start + 31s), nullptr);
  EXPECT_EQ(watch->told, "api.example idle_expired");
}

TEST_F(Fate, of_one_that_is_too_old) {
  auto old = made();
  old->last_used = start + 50s;
  idle.put(where, std::move(old), start + 50s);
  EXPECT_EQ(idle.take(where, start + 61s), nullptr);
  EXPECT_EQ(watch->told, "api.example lifetime");
}

TEST_F(Fate, of_one_that_the_server_has_closed) {
  idle.put(where, made(false), start);
  EXPECT_EQ(idle.take(where, start + 1s), nullptr);
  EXPECT_EQ(watch->told, "api.example server_closed");
}

TEST_F(Fate, of_one_whose_room_is_needed) {
  idle.put(where, made(), start);
  idle.make_room(0);
  EXPECT_EQ(watch->told, "api.example evicted");
}

TEST_F(Fate, of_those_that_a_client_leaves_behind) {
  idle.put(where, made(), start);
  idle.close();
  idle.put(where, made(), start);
  EXPECT_EQ(watch->told, "api.example client_released, api.example client_released");
}

}  // namespace
}  // namespace hai::http
