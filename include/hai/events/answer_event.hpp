#pragma once

#include <boost/json/value.hpp>
#include <hai/detail/export.hpp>
#include <optional>
#include <string>

namespace hai {

/// The agent's answer to the turn.
struct HAI_EXPORT answer_event {
  /// Text, or an object where an answer format was asked for.
  boost::json::value answer;
  /// success, partial, infeasible, blocked, or a newer verdict.
  std::optional<std::string> outcome;
};

}  // namespace hai
