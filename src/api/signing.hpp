#pragma once

#include "api/calls.hpp"
#include "http/message.hpp"

namespace hai::api {

/// Adds the headers that every request of this caller carries.
void sign(http::request& request, caller const& who);

}  // namespace hai::api
