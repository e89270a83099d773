#pragma once

#include <string>
#include <vector>

#include <hai/client_options.hpp>

#include "simulation/fleet/consumer.hpp"
#include "simulation/fleet/scripted_api.hpp"

namespace hai::simulation {

/// All that one seed decides beforehand.
struct world_plan {
  struct member {
    std::string id;
    session_traits session;
    int refused_with = 0;  ///< every request for it gets this status; 0: none
    std::vector<std::pair<std::size_t, consumer_plan>> consumers;  ///< by client
  };

  server_traits server;
  fault_traits faults;
  std::vector<client_options> clients;
  std::vector<member> members;
  time_bounds bounds;
  chance rest{0};  ///< for what happens while the world lives

  std::size_t streams_of(std::size_t client) const;
};

world_plan plan_world(std::uint64_t seed);

inline constexpr char const* server_name = "localhost";
inline constexpr char const* server_address = "127.0.0.1";
inline constexpr std::uint16_t server_port = 8080;

}  // namespace hai::simulation
