#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <hai/detail/export.hpp>
#include <memory>
#include <string>
#include <vector>

#include "hai/sim/account.hpp"
#include "hai/sim/fault.hpp"
#include "hai/sim/platform_options.hpp"
#include "hai/sim/script.hpp"

namespace hai::sim {

class server;

/// A server of the sessions API on loopback, to test an application against: it follows the API's contract,
/// its sessions do what scripts say, and it breaks on demand. Over TLS with a CA of its own, made at start.
///
///     hai::sim::platform platform(io);
///     auto id = platform.add_session(hai::sim::script::lifelike(7));
///     hai::client client(io, hai::client_options().base_url(platform.url()).api_key(platform.api_key())
///                                .tls(hai::tls_options().ca_file(platform.ca_file())));
///
/// It listens when constructed and serves while its executor runs. Every member may be called from any
/// thread. Destroying it drops every connection; destroy it before its execution context.
class HAI_EXPORT platform {
 public:
  explicit platform(boost::asio::any_io_executor, platform_options = platform_options());
  explicit platform(boost::asio::io_context&, platform_options = platform_options());
  explicit platform(
      platform_options = platform_options());  ///< on a thread of its own, joined at destruction
  ~platform();
  platform(platform&&) noexcept;
  platform& operator=(platform&&) = delete;

  std::string url() const;  ///< base URL for a client: `https://localhost:PORT` and the base path
  std::uint16_t port() const;
  std::string const& ca_file() const;  ///< path of the CA's PEM; removed at destruction. Empty without TLS
  std::string const& ca_pem() const;
  std::string const& api_key() const;

  /// Throws std::invalid_argument when the script's id is taken.
  std::string add_session(script);
  /// Lets a session do the timeline of `more` from now on, after what it still has to do.
  void play(std::string const& id, script more);
  void remove_session(std::string const& id);  ///< it is 404 from now on
  /// Each event so far, as served.
  std::vector<std::string> events(std::string const& id) const;

  sim::account account() const;

  void fail(fault);
  void heal();  ///< forgets every fault given so far

  void drop_connections();
  void stop();                                       ///< refuses and drops connections; sessions stay
  void restart(std::chrono::nanoseconds down = {});  ///< drops connections, refuses new ones for that long

  /// Manual time: the clock goes on by `step`, and everything due happens.
  void advance(std::chrono::nanoseconds step);

 private:
  struct owned_thread;
  std::unique_ptr<owned_thread> thread_;
  std::shared_ptr<server> server_;
};

}  // namespace hai::sim
