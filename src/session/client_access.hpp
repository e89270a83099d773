#pragma once

#include <hai/client.hpp>
#include <memory>
#include <utility>

namespace hai::detail {

/// Makes a client of parts that its public constructors make themselves: for a core on another machine.
struct client_access {
  static client make(std::shared_ptr<api::client_core> core,
                     std::shared_ptr<api::call_settings const> settings) {
    return client(std::move(core), std::move(settings));
  }
};

}  // namespace hai::detail
