#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include <hai/log_level.hpp>
#include <hai/observer.hpp>

namespace hai {

/// The logger that HAI_LOG asks for, writing to stderr; null when it asks for none. A level that does not
/// exist is said on stderr, and logs nothing.
std::shared_ptr<observer> observer_from_environment();

/// The level that HAI_LOG names; empty when it names none.
std::optional<log_level> log_level_from_environment();

}  // namespace hai
