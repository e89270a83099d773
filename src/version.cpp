#include <hai/version.hpp>

#define HAI_TEXT_OF(x) #x
#define HAI_DOTTED(major, minor, patch) HAI_TEXT_OF(major) "." HAI_TEXT_OF(minor) "." HAI_TEXT_OF(patch)

namespace hai {

std::string_view version() noexcept {
  return HAI_DOTTED(HAI_VERSION_MAJOR, HAI_VERSION_MINOR, HAI_VERSION_PATCH);
}

}  // namespace hai
