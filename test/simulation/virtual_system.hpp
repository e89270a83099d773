#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "net/system.hpp"
#include "simulation/virtual_stream.hpp"

namespace hai::simulation {

/// A machine where nothing happens by itself: time moves only when the test says so, and names and addresses
/// answer as scripted. One thread. Make it with std::make_shared; the io_context must outlive the last use of
/// its timers and connections.
///
///     asio::io_context io;
///     auto machine = std::make_shared<virtual_system>(io);
///     machine->add_host("api.test", {"10.0.0.1"});
///     machine->listen("10.0.0.1", 443, [](std::shared_ptr<virtual_connection> connection) { … });
///     co_spawn(io, …);
///     machine->run_until_idle();
class virtual_system final : public net::system {
 public:
  explicit virtual_system(boost::asio::io_context& io, std::uint64_t seed = 1);
  ~virtual_system() override;

  // What the library asks.
  net::time_point now() const override;
  std::chrono::system_clock::time_point calendar() const override;
  std::unique_ptr<net::timer> make_timer(boost::asio::any_io_executor executor) override;
  boost::asio::awaitable<std::vector<boost::asio::ip::tcp::endpoint>> resolve(std::string host,
                                                                              std::uint16_t port) override;
  boost::asio::awaitable<std::unique_ptr<net::byte_stream>> connect(
      boost::asio::ip::tcp::endpoint address) override;
  std::uint64_t entropy() override;

  // Names. A name without a script fails with host_not_found; a literal address is itself.
  void add_host(std::string name, std::vector<std::string> addresses, net::duration delay = {});
  void fail_host(std::string name, boost::system::error_code failure, net::duration delay = {});

  // Addresses. One without a script refuses. `accept` gets each new connection before the client's end is
  // handed out; it takes the server's end and sets the knobs.
  using acceptor = std::function<void(std::shared_ptr<virtual_connection>)>;
  void listen(std::string const& address, std::uint16_t port, acceptor accept, net::duration delay = {});
  void refuse(std::string const& address, std::uint16_t port, boost::system::error_code failure,
              net::duration delay = {});
  /// Never answers.
  void hang(std::string const& address, std::uint16_t port);

  struct attempt {
    std::string address;  ///< without the port
    std::uint16_t port = 0;
    net::duration at{};  ///< since the virtual machine started
  };
  /// Every connect that was tried, in order.
  std::vector<attempt> const& attempts() const { return attempts_; }
  std::vector<std::string> const& look_ups() const { return look_ups_; }

  // Time.
  /// Since the start.
  net::duration elapsed() const;
  /// Runs what is ready now, and what that makes ready, without moving the clock.
  void run_ready();
  /// Moves the clock to the next expiry and fires what is due; false when no timer is set.
  bool advance();
  /// run_ready() and advance() until nothing is ready and no timer is set. Throws std::runtime_error when
  /// that takes more than `limit` of virtual time.
  void run_until_idle(net::duration limit = std::chrono::hours(24));
  /// The same, but stops as soon as `done()` holds; false when everything became idle, or `limit` passed,
  /// first.
  bool run_until(std::function<bool()> const& done, net::duration limit = std::chrono::hours(24));
  /// Exactly this much further, with everything that happens on the way.
  void run_for(net::duration span);
  /// Timers that are being waited on.
  std::size_t armed_timers() const;

  struct schedule;

 private:
  struct name_script;
  struct address_script;
  boost::asio::awaitable<void> sleep(net::duration span);

  boost::asio::io_context& io_;
  std::shared_ptr<schedule> schedule_;
  std::map<std::string, name_script> names_;
  std::map<boost::asio::ip::tcp::endpoint, address_script> addresses_;
  std::vector<attempt> attempts_;
  std::vector<std::string> look_ups_;
  std::uint64_t chance_;
};

}  // namespace hai::simulation
