// What becomes of what is written.

#include "unit/net/tls_fixture.hpp"

namespace hai::net {
namespace {

TEST_F(tls, waits_for_a_peer_that_does_not_read) {
  auto both = shaken();
  std::string text;
  while (text.size() < 4'000'000) text += std::to_string(text.size());
  std::string_view rest = text;
  std::string received;
  int waits = 0;
  while (!rest.empty()) {
    auto const progress = both.client->try_write(rest, both.failure);
    ASSERT_FALSE(both.failure) << both.failure.message();
    rest.remove_prefix(progress.bytes);
    if (progress.bytes > 0) continue;
    ASSERT_EQ(progress.wanted, readiness::writable);
    ++waits;
    received += both.server->read_available();
  }
  received += both.server->read_available();
  EXPECT_GT(waits, 5);
  EXPECT_TRUE(received == text);
}

TEST_F(tls, what_came_before_a_write_that_failed_can_be_read) {
  auto both = shaken();
  both.read_available();
  both.server->write("too large");
  both.server->cut();
  both.client->try_write(std::string_view("and more"), both.failure);
  EXPECT_TRUE(both.failure);
  EXPECT_EQ(both.read_available(), "too large");
  both.client->try_write(std::string_view("and more"), both.failure);
  EXPECT_TRUE(both.failure) << "a failure must stay";
  EXPECT_FALSE(both.client->is_idle());
}

/// A connection that its peer resets, later: as a socket does, it says so once, and then that nobody is
/// there.
class reset_later final : public byte_stream {
 public:
  explicit reset_later(std::unique_ptr<byte_stream> whole) : whole_(std::move(whole)) {}
  void reset() { failure_ = asio::error::connection_reset; }

  step try_read(std::span<char> into, boost::system::error_code& failure) override {
    return whole_->try_read(into, failure);
  }
  step try_write(std::span<char const> from, boost::system::error_code& failure) override {
    if (!failure_) return whole_->try_write(from, failure);
    failure = std::exchange(failure_, asio::error::broken_pipe);
    return {};
  }
  void async_wait(readiness wanted, asio::any_io_executor const& home, wait_handler handler) override {
    whole_->async_wait(wanted, home, std::move(handler));
  }
  bool is_idle() override { return whole_->is_idle(); }
  bool is_drained() const noexcept override { return whole_->is_drained(); }
  void close() noexcept override { whole_->close(); }

 private:
  std::unique_ptr<byte_stream> whole_;
  boost::system::error_code failure_;
};

TEST_F(tls, a_reset_is_reported_as_itself_by_the_write_that_meets_it) {
  simulation::virtual_connection connection(io.get_executor());
  auto lower = std::make_unique<reset_later>(connection.take_client_end());
  reset_later& wire = *lower;
  tls_stream client(context, std::move(lower), host("api.test"));
  testing::tls_peer peer(server, connection.take_server_end());
  boost::system::error_code failure;
  for (int round = 0; round < 10; ++round) {
    client.try_handshake(failure);
    peer.try_accept();
  }
  ASSERT_FALSE(failure);
  wire.reset();
  client.try_write(std::string_view("question"), failure);
  EXPECT_EQ(failure, asio::error::connection_reset);
  client.try_write(std::string_view("question"), failure);
  EXPECT_EQ(failure, asio::error::connection_reset) << "a failure must stay";
}

}  // namespace
}  // namespace hai::net
