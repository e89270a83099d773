#pragma once

#include <hai/detail/export.hpp>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace hai {

/// The signing secrets of a webhook that count as valid: one, or several while they are being rotated. Each
/// is the whole text that the API gave out, with its `whsec_`.
class HAI_EXPORT webhook_secrets {
 public:
  webhook_secrets(char const* secret) : all_{std::string(secret)} {}
  webhook_secrets(std::string secret) { all_.push_back(std::move(secret)); }
  webhook_secrets(std::vector<std::string> secrets) : all_(std::move(secrets)) {}
  webhook_secrets(std::initializer_list<std::string> secrets) : all_(secrets) {}

  std::vector<std::string> const& all() const { return all_; }

 private:
  std::vector<std::string> all_;
};

}  // namespace hai
