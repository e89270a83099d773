#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "net/system.hpp"
#include "net/tcp_stream.hpp"
#include "unit/net/coroutine_outcome.hpp"

namespace hai::net {
namespace {
namespace asio = boost::asio;
using asio::ip::tcp;
using testing::coroutine_outcome;
using addresses = std::vector<tcp::endpoint>;

class real_machine : public ::testing::Test {
 protected:
  /// A connected pair: the library's end, and a plain socket.
  void connect() {
    tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    coroutine_outcome<std::unique_ptr<byte_stream>> connecting(io.get_executor(),
                                                               machine->connect(acceptor.local_endpoint()));
    io.run();
    ASSERT_TRUE(connecting.has_value()) << connecting.text();
    stream = std::move(connecting.value());
    other = acceptor.accept();
    other.set_option(tcp::no_delay(true));
  }
  /// Lets what the other end did arrive.
  void wait_for(readiness wanted) {
    coroutine_outcome<int> waiting(io.get_executor(), wait_once(*stream, wanted));
    io.restart();
    io.run();
  }
  static asio::awaitable<int> wait_once(byte_stream& stream, readiness wanted) {
    boost::system::error_code failure;
    co_await stream.wait(wanted, failure);
    if (failure) throw boost::system::system_error(failure);
    co_return 1;
  }

  asio::io_context io;
  std::shared_ptr<system> machine = make_real_system();
  std::unique_ptr<byte_stream> stream;
  tcp::socket other{io};
  boost::system::error_code failure;
  char piece[64] = {};
};

/// As long as this lives, the process can open nothing more.
class no_more_files {
 public:
  no_more_files() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit none = before_;
    none.rlim_cur = 0;
    ::setrlimit(RLIMIT_NOFILE, &none);
  }
  no_more_files(no_more_files const&) = delete;
  no_more_files& operator=(no_more_files const&) = delete;
  ~no_more_files() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(real_machine, says_so_when_the_process_may_open_no_more_files) {
#ifdef __has_feature
#if __has_feature(undefined_behavior_sanitizer)
  GTEST_SKIP() << "this sanitizer opens a pipe to look whether an object is one";
#endif
#endif
  no_more_files const full;
  coroutine_outcome<addresses> found(io.get_executor(), machine->resolve("localhost", 80));
  coroutine_outcome<std::unique_ptr<byte_stream>> connected(
      io.get_executor(), machine->connect(tcp::endpoint(asio::ip::address_v4::loopback(), 9)));
  io.run();
  EXPECT_EQ(found.code(), asio::error::no_descriptors) << found.text();
  EXPECT_EQ(connected.code(), asio::error::no_descriptors) << connected.text();
}

TEST_F(real_machine, a_literal_address_needs_no_look_up) {
  for (auto const* literal : {"127.0.0.1", "::1"}) {
    coroutine_outcome<addresses> found(io.get_executor(), machine->resolve(literal, 80));
    io.restart();
    io.poll();
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found.value(), addresses{tcp::endpoint(asio::ip::make_address(literal), 80)});
  }
}

TEST_F(real_machine, looks_up_a_name) {
  coroutine_outcome<addresses> found(io.get_executor(), machine->resolve("localhost", 80));
  io.run();
  ASSERT_TRUE(found.has_value()) << found.text();
  for (auto const& each : found.value()) {
    EXPECT_TRUE(each.address().is_loopback());
    EXPECT_EQ(each.port(), 80);
  }
}

TEST_F(real_machine, a_look_up_is_left_at_once) {
  coroutine_outcome<addresses> found(io.get_executor(), machine->resolve("localhost", 80));
  io.poll_one();  // begins it; what it finds, however soon, comes later
  found.cancel();
  io.restart();
  io.run();
  EXPECT_TRUE(found.was_aborted());
}

TEST_F(real_machine, a_look_up_may_die_with_its_execution_context) {
  auto inner = std::make_unique<asio::io_context>();
  coroutine_outcome<addresses> found(inner->get_executor(), machine->resolve("localhost", 80));
  inner->poll_one();
  inner.reset();
  EXPECT_FALSE(found.has_value());
}

TEST_F(real_machine, a_refused_connection_says_so) {
  tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  auto const nobody = acceptor.local_endpoint();
  acceptor.close();
  coroutine_outcome<std::unique_ptr<byte_stream>> connecting(io.get_executor(), machine->connect(nobody));
  io.run();
  EXPECT_EQ(connecting.code(), asio::error::connection_refused);
}

TEST_F(real_machine, a_timer_without_an_expiry_waits_and_can_be_cancelled) {
  std::shared_ptr<timer> const waiting = machine->make_timer(io.get_executor());
  boost::system::error_code result;
  waiting->async_wait([&](boost::system::error_code code) { result = code; });
  io.poll();
  EXPECT_FALSE(result);
  waiting->cancel();
  io.run();
  EXPECT_EQ(result, asio::error::operation_aborted);
}

TEST_F(real_machine, a_timer_fires_at_its_expiry) {
  std::shared_ptr<timer> const waiting = machine->make_timer(io.get_executor());
  auto const when = machine->now() + std::chrono::milliseconds(2);
  waiting->expires_at(when);
  bool fired = false;
  waiting->async_wait([&](boost::system::error_code code) { fired = !code; });
  io.run();
  EXPECT_TRUE(fired);
  EXPECT_GE(machine->now(), when);
}

TEST_F(real_machine, chance_does_not_repeat) { EXPECT_NE(machine->entropy(), machine->entropy()); }

/// The descriptor of this process that is connected to `port`.
int descriptor_connected_to(std::uint16_t port) {
  for (int candidate = 3; candidate < 1024; ++candidate) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(candidate, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
    if (peer.sin_family == AF_INET && ntohs(peer.sin_port) == port) return candidate;
  }
  return -1;
}

int option_of(int descriptor, int level, int name) {
  int value = 0;
  socklen_t size = sizeof value;
  return ::getsockopt(descriptor, level, name, &value, &size) == 0 ? value : -1;
}

TEST_F(real_machine, small_writes_are_not_held_back_and_dead_peers_are_found) {
  connect();
  int const descriptor = descriptor_connected_to(other.local_endpoint().port());
  ASSERT_GE(descriptor, 0);
  EXPECT_EQ(option_of(descriptor, IPPROTO_TCP, TCP_NODELAY), 1);
  EXPECT_EQ(option_of(descriptor, SOL_SOCKET, SO_KEEPALIVE), 1);
}

TEST_F(real_machine, a_short_read_means_drained_until_the_next_wait) {
  connect();
  asio::write(other, asio::buffer("one", 3));
  wait_for(readiness::readable);
  EXPECT_EQ(stream->try_read(piece, failure).bytes, 3u);
  asio::write(other, asio::buffer("two", 3));
  EXPECT_EQ(stream->try_read(piece, failure).wanted, readiness::readable);
  wait_for(readiness::readable);
  EXPECT_EQ(stream->try_read(piece, failure).bytes, 3u);
}

TEST_F(real_machine, what_came_before_a_write_that_failed_is_read_without_a_wait) {
  connect();
  asio::write(other, asio::buffer("one", 3));
  wait_for(readiness::readable);
  EXPECT_EQ(stream->try_read(piece, failure).bytes, 3u);
  asio::write(other, asio::buffer("two", 3));
  other.set_option(asio::socket_base::linger(true, 0));
  other.close();
  stream->try_write(std::string_view("hello"), failure);
  EXPECT_TRUE(failure);
  EXPECT_EQ(stream->try_read(piece, failure).bytes, 3u);
}

TEST_F(real_machine, a_full_read_is_followed_by_another) {
  connect();
  asio::write(other, asio::buffer("onetwo", 6));
  wait_for(readiness::readable);
  EXPECT_EQ(stream->try_read(std::span(piece, 3), failure).bytes, 3u);
  EXPECT_EQ(stream->try_read(std::span(piece, 3), failure).bytes, 3u);
  EXPECT_EQ(stream->try_read(std::span(piece, 3), failure).wanted, readiness::readable);
}

TEST_F(real_machine, a_wait_for_bytes_is_not_woken_because_the_stream_can_be_written_to) {
  connect();
  asio::write(other, asio::buffer("one", 3));
  wait_for(readiness::readable);
  EXPECT_EQ(stream->try_read(piece, failure).bytes, 3u);
  bool woken = false;
  stream->async_wait(readiness::readable, io.get_executor(),
                     [&](boost::system::error_code) { woken = true; });
  io.restart();
  EXPECT_EQ(io.poll(), 0u);
  EXPECT_FALSE(woken);
  stream->close();
  io.restart();
  io.poll();
  EXPECT_TRUE(woken);
}

TEST_F(real_machine, the_end_is_clean_after_a_fin) {
  connect();
  other.close();
  wait_for(readiness::readable);
  EXPECT_TRUE(stream->try_read(piece, failure).ended);
  EXPECT_FALSE(failure);
}

TEST_F(real_machine, a_reset_is_a_failure) {
  connect();
  other.set_option(asio::socket_base::linger(true, 0));
  other.close();
  wait_for(readiness::readable);
  stream->try_read(piece, failure);
  EXPECT_EQ(failure, asio::error::connection_reset);
}

TEST_F(real_machine, writing_to_a_peer_that_vanished_fails_without_a_signal) {
  connect();
  other.set_option(asio::socket_base::linger(true, 0));
  other.close();
  wait_for(readiness::readable);
  stream->try_write(std::string_view("hello"), failure);
  EXPECT_TRUE(failure);
  stream->try_write(std::string_view("hello"), failure);
  EXPECT_EQ(failure, asio::error::broken_pipe);
}

TEST_F(real_machine, a_peer_that_does_not_read_makes_the_writer_wait) {
  connect();
  std::string const block(1 << 20, 'x');
  step progress;
  for (int i = 0; i < 1000 && progress.wanted == readiness::none; ++i)
    progress = stream->try_write(block, failure);
  EXPECT_EQ(progress.wanted, readiness::writable);
  EXPECT_FALSE(failure);
}

TEST_F(real_machine, an_idle_stream_is_open_and_silent) {
  connect();
  EXPECT_TRUE(stream->is_idle());
  asio::write(other, asio::buffer("unasked", 7));
  wait_for(readiness::readable);
  EXPECT_FALSE(stream->is_idle());
  EXPECT_EQ(stream->try_read(piece, failure).bytes, 7u) << "the look must not take anything";
  EXPECT_TRUE(stream->is_idle());
  other.close();
  wait_for(readiness::readable);
  EXPECT_FALSE(stream->is_idle());
}

TEST_F(real_machine, a_closed_stream_is_not_idle_and_fails) {
  connect();
  stream->close();
  stream->close();
  EXPECT_FALSE(stream->is_idle());
  stream->try_read(piece, failure);
  EXPECT_TRUE(failure);
}

TEST_F(real_machine, closing_ends_a_wait) {
  connect();
  coroutine_outcome<int> waiting(io.get_executor(), wait_once(*stream, readiness::readable));
  io.restart();
  io.poll();
  ASSERT_FALSE(waiting.finished());
  stream->close();
  io.restart();
  io.run();
  EXPECT_TRUE(waiting.was_aborted());
}

TEST_F(real_machine, a_cancelled_wait_leaves_the_stream_in_step) {
  connect();
  coroutine_outcome<int> waiting(io.get_executor(), wait_once(*stream, readiness::readable));
  io.restart();
  io.poll();
  waiting.cancel();
  io.restart();
  io.run();
  EXPECT_TRUE(waiting.was_aborted());
  asio::write(other, asio::buffer("later", 5));
  wait_for(readiness::readable);
  EXPECT_EQ(stream->try_read(piece, failure).bytes, 5u);
}

}  // namespace
}  // namespace hai::net
