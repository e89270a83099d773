#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <hai/sim/platform_options.hpp>

namespace hai::sim {

/// What `hai-sim` was asked to do.
struct program_settings {
  std::uint16_t port = 0;
  std::size_t sessions = 5, steps = 10, page_cap = 100;
  double pace_seconds = 0.6, duration_seconds = 0;  ///< 0: until a signal
  std::uint64_t seed = 1;
  std::string api_key = "hk-simulated", ca_file, account_file, ids_file, faults = "none";
  bool plain = false, quiet = false;
};

/// The settings, or the exit code with which the program ends at once.
struct parsed_settings {
  std::optional<program_settings> settings;
  int exit_code = 0;
};
parsed_settings parse_settings(int argc, char** argv);

}  // namespace hai::sim
