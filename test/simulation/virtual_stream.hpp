#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "net/byte_stream.hpp"

namespace hai::simulation {

inline constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

/// What happens to the bytes of one direction of a connection. All of it may be changed while the connection
/// is in use.
struct direction_behaviour {
  /// How many bytes may be under way before the writer has to wait.
  std::size_t capacity = 256 * 1024;
  /// The size of the next read, at most; called once a read. Without it a read takes all there is, so that
  /// several writes merge.
  std::function<std::size_t()> next_read_size;
  /// The most bytes one write step takes.
  std::size_t max_write = unlimited;
  /// How many more bytes the reader gets before `cut` happens.
  std::size_t cut_after = unlimited;
  enum class ending { fin, reset } cut = ending::reset;
};

/// One connection in memory, seen from outside: its two ends, and the knobs of its two directions.
class virtual_connection {
 public:
  explicit virtual_connection(boost::asio::any_io_executor executor);

  /// Each may be called once.
  std::unique_ptr<net::byte_stream> take_client_end();
  std::unique_ptr<net::byte_stream> take_server_end();

  /// Bytes on their way to the client, and to the server.
  direction_behaviour& to_client();
  direction_behaviour& to_server();

  /// Both ends get connection_reset, at once, and what is under way is lost.
  void reset();
  /// How many bytes each end has received so far.
  std::size_t received_by_client() const;
  std::size_t received_by_server() const;
  /// Whether that end was closed or destroyed.
  bool client_closed() const;
  bool server_closed() const;

  struct wire;

 private:
  std::shared_ptr<wire> wire_;
};

}  // namespace hai::simulation
