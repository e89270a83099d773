#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <hai/pool_options.hpp>

#include "http/message.hpp"
#include "http/room.hpp"
#include "http/witness.hpp"
#include "net/connector.hpp"
#include "net/system.hpp"

namespace hai::http {

/// How long one exchange may take, and how much it may bring.
struct exchange_limits {
  net::connect_limits connecting;
  net::duration total;    ///< from the start of the exchange (connecting included) to the end of the reply
  net::duration hold;     ///< from the end of the request to the first byte of the reply
  net::duration stall;    ///< between two bytes, once the reply has begun
  net::duration wait{0};  ///< of a long-poll: how long the server was asked to hold it
  std::size_t max_head = 64 * 1024;
  std::size_t max_body = usual_max_body;  ///< also of the decoded body

  static constexpr std::size_t usual_max_body = std::size_t(64) << 20;
};

struct counters;
class pool;
class shared_pool;

/// The right to run exchanges with one origin, one at a time, until it is given back: by the destructor, or
/// earlier by release(). The connection under it goes back to the pool only after a reply read whole on a
/// connection that stays open; else it is closed. Belongs to one strand.
class lease {
 public:
  struct seat;

  lease() noexcept;
  explicit lease(std::shared_ptr<seat> held) noexcept;
  lease(lease&&) noexcept;
  lease& operator=(lease&&) noexcept;
  ~lease();

  explicit operator bool() const noexcept;

  /// Sends the request and reads the whole reply, connecting first where need be. Throws hai::error: what the
  /// connector throws; errc::timed_out (`total`, `hold` or `stall` passed); errc::bad_reply (not HTTP, cut
  /// short, reset); errc::body_too_large; errc::reply_lost is the caller's judgement, from
  /// request_was_sent(). The texts name neither method nor route; the caller adds them. Cancellation ends it
  /// now, and closes the connection.
  boost::asio::awaitable<reply> exchange(request const& what, exchange_limits limits);
  /// The same; the reply is made when it comes, so that nothing is held for it before.
  boost::asio::awaitable<std::unique_ptr<reply>> fetch(request const& what, exchange_limits limits);

  /// Of the last exchange: whether any byte of the request may have reached the server.
  bool request_was_sent() const noexcept;
  /// Whether there is a connection under it.
  bool is_connected() const noexcept;
  /// Of the exchange under way: whether a byte of the reply has come.
  bool reply_has_begun() const noexcept;

  /// For a long-poll: the wait to ask for so that the others get their turn in time; at most `desired`.
  std::chrono::seconds fair_wait(std::chrono::seconds desired) const;
  /// Whether somebody waits for this lease's place: release it after the exchange, and acquire another one.
  bool is_contended() const noexcept;

  /// Called when others wait longer than a turn while a server holds this lease's long-poll: end it, release
  /// the lease and acquire another. From any thread, maybe too late.
  void when_wanted(std::function<void()> make_way);

  void release() noexcept;

 private:
  std::shared_ptr<seat> seat_;
};

/// The connections of one client: bounded, fair, keyed by origin. Thread-safe; no lock is held across I/O or
/// user code.
class pool : public std::enable_shared_from_this<pool> {
 public:
  static std::shared_ptr<pool> make(boost::asio::any_io_executor executor,
                                    std::shared_ptr<net::system> machine,
                                    std::shared_ptr<net::connector> connector, pool_options options,
                                    std::shared_ptr<counters> counted = nullptr, witness watching = {});
  virtual ~pool() = default;

  /// Waits for a place, first come, first served within its room. Cancellable. Throws errc::closed after
  /// close(). A long-poll's place may come with a pause that keeps max_poll_rate; it is slept inside.
  virtual boost::asio::awaitable<lease> acquire(net::origin where, std::optional<net::proxy> through,
                                                room which) = 0;

  /// Why the last connect that failed did so; empty: none failed.
  virtual std::string last_connect_failure() const = 0;

  /// Ends every wait with errc::closed and closes idle connections; those in use are closed when given back.
  virtual void close() = 0;
};

}  // namespace hai::http
