#pragma once

#include <hai/agents.hpp>
#include <string>

/// What a session brought: how many events, and its answer as JSON text.
struct followed {
  std::size_t events = 0;
  std::string answer;
};

boost::asio::awaitable<followed> follow(hai::client client, std::string id);
