#pragma once

#include <hai/client.hpp>
#include <memory>
#include <utility>

#include "api/calls.hpp"

namespace hai::detail {

/// Makes a client of parts that its public constructors make themselves, for a core on another machine; and
/// gives those parts to what makes calls on a client's behalf.
struct client_access {
  static api::caller caller_of(client const& of) { return {of.core_, of.settings_}; }

  static client make(std::shared_ptr<api::client_core> core,
                     std::shared_ptr<api::call_settings const> settings) {
    return client(std::move(core), std::move(settings));
  }
};

}  // namespace hai::detail
