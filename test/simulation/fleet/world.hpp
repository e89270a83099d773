#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hai::simulation {

/// How the world of one seed went.
struct world_report {
  std::vector<std::string> wrongs;  ///< none: every rule was kept
  std::size_t sessions = 0;
  std::size_t requests = 0;
  double virtual_seconds = 0;
};

/// Lives through one whole world: clients, pools and streams against a scripted server, in virtual time.
/// `prints`: the exchange goes to stdout.
world_report live_through(std::uint64_t seed, bool prints = false);

}  // namespace hai::simulation
