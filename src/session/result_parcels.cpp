#include "session/result_parcels.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "model/request_bodies.hpp"

namespace hai::detail {
namespace {

constexpr std::string_view batch_frame = R"({"type":"batch","results":[]})";

}  // namespace

tool_result fitting(tool_result result, std::size_t most) {
  std::size_t const size = model::tool_result_size(result);
  if (size <= most) return result;
  std::string const what = result.is_error() ? "the tool's error" : "the tool's result";
  return tool_result::failure(result.tool_req(), what + " is too large: " + std::to_string(size) +
                                                     " bytes, and a request may have " +
                                                     std::to_string(most));
}

std::vector<std::vector<tool_result>> parcels_of(std::vector<tool_result> results, std::size_t most) {
  std::vector<std::vector<tool_result>> parcels;
  std::size_t size = 0;
  for (auto& each : results) {
    std::size_t const more = model::tool_result_size(each) + 1;  // and a comma
    if (parcels.empty() || size + more > most) {
      parcels.emplace_back();
      size = batch_frame.size();
    }
    size += more;
    parcels.back().push_back(std::move(each));
  }
  return parcels;
}

}  // namespace hai::detail
