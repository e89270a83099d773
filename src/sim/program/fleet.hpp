#pragma once

#include <string>
#include <vector>

#include <hai/sim/platform.hpp>
#include "settings.hpp"

namespace hai::sim {

platform_options options_for(program_settings const&);

/// Seeds the sessions of the program, no two alike; returns their ids.
std::vector<std::string> seed_fleet(platform&, program_settings const&);

/// Faults that come for as long as it runs: none, a few, or many of all kinds.
void seed_faults(platform&, std::string const& weather);

/// The account as JSON: totals, and for each session its end and the events that exist and that were served.
std::string account_json(account const&);

}  // namespace hai::sim
