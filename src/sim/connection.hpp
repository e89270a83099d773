#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "alarm.hpp"
#include "reply_bytes.hpp"
#include "wire.hpp"
#include "world.hpp"

namespace hai::sim {

class server;

/// One accepted connection: reads requests, has the world carry them out, writes replies, and does the faults
/// that concern bytes. On the server's strand.
class connection : public std::enable_shared_from_this<connection> {
 public:
  connection(std::shared_ptr<server>, std::unique_ptr<wire>, std::uint64_t number);
  ~connection();

  static boost::asio::awaitable<void> run(std::shared_ptr<connection> self);
  void drop(bool reset);

 private:
  enum class after { next_request, say_goodbye, hang_up };

  boost::asio::awaitable<void> serve();
  boost::asio::awaitable<std::optional<request>> read_request();
  boost::asio::awaitable<after> answer(exchange);
  boost::asio::awaitable<std::optional<outcome>> carry_out(exchange const&);
  boost::asio::awaitable<after> send(exchange const&, reply_bytes, int status, std::size_t events);
  boost::asio::awaitable<after> send_slowly(fault const&, reply_bytes const&);
  boost::asio::awaitable<after> never_answer();
  boost::asio::awaitable<bool> more_bytes();
  void start_reading();

  std::shared_ptr<server> server_;
  world& world_;
  std::unique_ptr<wire> wire_;
  std::shared_ptr<alarm> alarm_;
  std::uint64_t number_;
  std::array<char, 1024> chunk_;  // small: one of these per parked poll
  std::string inbox_;
  bool reading_ = false, gone_ = false;
};

}  // namespace hai::sim
