#pragma once

#include <hai/detail/export.hpp>
#include <string_view>

// The one place that has the version; the build reads it here.
#define HAI_VERSION_MAJOR 0
#define HAI_VERSION_MINOR 1
#define HAI_VERSION_PATCH 0

/// The version of these headers as one number, for #if: 1.2.3 is 1'002'003.
#define HAI_VERSION (HAI_VERSION_MAJOR * 1000000 + HAI_VERSION_MINOR * 1000 + HAI_VERSION_PATCH)

namespace hai {

/// The version of the library that is linked, such as "0.1.0". Versions follow semantic versioning;
/// before 1.0 a minor version may change the interface.
HAI_EXPORT std::string_view version() noexcept;

}  // namespace hai
