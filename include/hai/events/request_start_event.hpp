#pragma once

#include <hai/detail/export.hpp>

namespace hai {

/// The request for the session was taken in.
struct HAI_EXPORT request_start_event {};

}  // namespace hai
