#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "net/byte_stream.hpp"

namespace hai::net {

/// A connected TCP socket. Asio only watches for readiness; the bytes move by plain system calls that neither
/// block nor raise SIGPIPE.
class tcp_stream final : public byte_stream {
 public:
  explicit tcp_stream(boost::asio::ip::tcp::socket connected) : socket_(std::move(connected)) {}

  step try_read(std::span<char> into, boost::system::error_code& failure) override;
  step try_write(std::span<char const> from, boost::system::error_code& failure) override;
  void async_wait(readiness wanted, boost::asio::any_io_executor const& home, wait_handler handler) override;
  bool is_idle() override;
  bool is_drained() const noexcept override { return drained_; }
  void close() noexcept override;

 private:
  boost::asio::ip::tcp::socket socket_;
  // The last read got less than it asked for: there is nothing to read before the next wait, and asking would
  // be a system call for nothing.
  bool drained_ = false;
};

}  // namespace hai::net
