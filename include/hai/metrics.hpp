#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <hai/model_cost.hpp>
#include <optional>
#include <vector>

namespace hai {

/// What a session has used so far. Costs are US dollars, empty when any of its models has no price.
struct HAI_EXPORT metrics {
  std::int64_t steps = 0;
  std::vector<model_cost> cost_per_model;
  std::optional<double> input_cost;
  std::optional<double> output_cost;
  std::optional<double> reasoning_cost;
  std::optional<double> total_cost;
};

}  // namespace hai
