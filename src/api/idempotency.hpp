#pragma once

#include <string>

#include "net/system.hpp"

namespace hai::api {

/// A fresh Idempotency-Key: 128 random bits in the shape of a version 4 UUID.
std::string new_key(net::system& machine);

}  // namespace hai::api
