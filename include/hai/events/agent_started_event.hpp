#pragma once

#include <hai/detail/export.hpp>

namespace hai {

/// The agent began its work.
struct HAI_EXPORT agent_started_event {};

}  // namespace hai
