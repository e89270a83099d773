#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <string>

namespace hai {

/// Tokens that one model spent on a session so far.
struct HAI_EXPORT model_usage {
  std::string name;
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::int64_t reasoning_tokens = 0;
};

}  // namespace hai
