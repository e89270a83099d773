#pragma once

#include <hai/error.hpp>
#include <string>

namespace hai::model {

/// Throws errc::invalid_argument: what a caller gave cannot be sent. `field` is its dotted name.
[[noreturn]] inline void refuse(std::string const& field, std::string const& why) {
  throw error(errc::invalid_argument, field + ": " + why);
}

}  // namespace hai::model
