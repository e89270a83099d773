#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <hai/detail/export.hpp>
#include <memory>
#include <string>
#include <vector>

#include <hai/sim/account.hpp>
#include <hai/sim/fault.hpp>
#include <hai/sim/platform_options.hpp>
#include <hai/sim/script.hpp>

namespace hai::sim {

class server;

/// A server of the sessions API on loopback, to test an application against: it follows the API's contract,
/// its sessions do what scripts say, and it breaks on demand. Over TLS with a CA of its own, made at start.
///
/// It listens when constructed and serves while its executor runs. Every member may be called from any
/// thread, and waits for no I/O. Destroying it drops every connection; destroy it before its execution
/// context.
class HAI_EXPORT platform {
 public:
  /// Without an executor, on a thread of its own that is joined at destruction; else on the caller's. Throws
  /// boost::system::system_error when it cannot listen, as on a port that is taken.
  /// @snippet platform.cpp platform
  explicit platform(platform_options = platform_options());
  explicit platform(boost::asio::any_io_executor, platform_options = platform_options());
  explicit platform(boost::asio::io_context&, platform_options = platform_options());
  ~platform();
  platform(platform&&) noexcept;
  platform& operator=(platform&&) = delete;

  std::string url() const;  ///< base URL for a client: `https://localhost:PORT` and the base path
  std::uint16_t port() const;
  std::string const& ca_file() const;  ///< path of the CA's PEM; removed at destruction. Empty without TLS
  std::string const& ca_pem() const;   ///< the same CA as text
  std::string const& api_key() const;  ///< the one that it accepts

  /// A session that begins now; its id. Throws std::invalid_argument when the script's id is taken.
  /// @snippet platform.cpp add_session
  std::string add_session(script);
  /// Lets a session do the timeline of `more` from now on, after what it still has to do. Throws
  /// std::invalid_argument when there is no such session.
  /// @snippet platform.cpp play
  void play(std::string const& id, script more);
  /// From now on it is 404; no effect where there is no such session.
  /// @snippet platform.cpp remove_session
  void remove_session(std::string const& id);
  /// Each event so far, as served. Throws std::invalid_argument when there is no such session.
  /// @snippet platform.cpp events
  std::vector<std::string> events(std::string const& id) const;

  /// What it has seen and done so far.
  /// @snippet platform.cpp account
  sim::account account() const;

  /// Breaks as `what` says. Faults are tried in the order they were given.
  /// @snippet platform.cpp fail
  void fail(fault what);
  void heal();  ///< forgets every fault given so far

  void drop_connections();  ///< those that are open now; new ones are accepted
  void stop();              ///< refuses and drops connections; sessions stay
  /// Drops connections, refuses new ones for that long, and then accepts again.
  /// @snippet platform.cpp restart
  void restart(std::chrono::nanoseconds down = {});

  /// Manual time: the clock goes on by `step`, and everything due happens. Throws std::logic_error without
  /// platform_options::manual_time.
  /// @snippet platform.cpp manual_time
  void advance(std::chrono::nanoseconds step);

 private:
  struct owned_thread;
  std::unique_ptr<owned_thread> thread_;
  std::shared_ptr<server> server_;
};

}  // namespace hai::sim
