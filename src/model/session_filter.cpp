#include <hai/session_filter.hpp>

#include "model/timestamp.hpp"

namespace hai {

std::string session_filter::written(time_point when) {
  return model::written_timestamp(std::chrono::floor<std::chrono::microseconds>(when));
}

}  // namespace hai
