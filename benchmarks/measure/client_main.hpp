#pragma once

#include "measure/plan.hpp"
#include "measure/settings.hpp"

namespace bench {

/// The main function of a client. `run` asks the settings for what is its own, calls their end(), and does
/// not come back unless something went wrong.
int client_main(int argc, char** argv, void (*run)(plan const&, settings&));

}  // namespace bench
