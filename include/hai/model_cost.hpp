#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <optional>
#include <string>

namespace hai {

/// Tokens and cost of one model. Costs are US dollars, empty when the model has no price.
struct HAI_EXPORT model_cost {
  std::string name;
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::int64_t reasoning_tokens = 0;
  std::optional<double> input_cost;
  std::optional<double> output_cost;
  std::optional<double> reasoning_cost;
  std::optional<double> total_cost;
};

}  // namespace hai
