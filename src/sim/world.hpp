#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <hai/sim/account.hpp>
#include <hai/sim/platform_options.hpp>
#include "directory.hpp"
#include "fault_plan.hpp"
#include "ledger.hpp"
#include "parking.hpp"
#include "routes.hpp"

namespace hai::sim {

/// One request on its way through the platform.
struct exchange {
  request message;
  route_match match;
  std::uint64_t number = 0;
  time_point arrived;
  std::optional<fault> trouble;
};

/// The platform without its sockets: sessions, faults, account, those who wait, and the clock. Any thread.
class world {
 public:
  explicit world(platform_options);

  void links(std::string view_origin, std::string storage_origin);
  platform_options::values const& options() const { return options_.get(); }

  time_point now() const;
  bool is_manual() const { return options().manual_time; }
  void advance(std::chrono::nanoseconds);

  /// @name The server's side
  /// @{
  std::optional<fault> accepted();
  void shook_hands(bool resumed);
  void closed();
  exchange received(request, std::uint64_t connection);
  /// When the outcome is to look again, `who` is parked, and woken when the session is touched.
  outcome carry_out(exchange const&, std::shared_ptr<sleeper> const& who);
  void park(std::shared_ptr<sleeper> const& who, time_point until);
  void unpark(sleeper const*);
  void announce_parked(exchange const&) const;
  void replied(exchange const&, int status, std::size_t events_served);
  /// @}

  /// @name The owner's side
  /// @{
  std::string add_session(script);
  void play(std::string const& id, script);
  void remove_session(std::string const& id);
  std::vector<std::string> events(std::string const& id);
  account balance();
  void fail(fault);
  void heal();
  void forget_handlers();
  /// @}

 private:
  time_point now_locked() const;

  platform_options options_;
  platform_options::request_handler on_request_, on_parked_;
  mutable std::mutex mutex_;
  time_point origin_, manual_now_;
  directory directory_;
  fault_plan faults_;
  ledger ledger_;
  parking parking_;
  std::string view_origin_, storage_origin_;
};

}  // namespace hai::sim
