#include "fault_plan.hpp"

#include <algorithm>
#include <limits>

namespace hai::sim {

std::optional<fault> fault_plan::for_connection() {
  for (fault& f : faults_) {
    if (f.what() != fault::kind::reset_on_accept || !strikes(f)) continue;
    std::optional<fault> hit = f;
    forget_spent();
    return hit;
  }
  return std::nullopt;
}

std::optional<fault> fault_plan::for_request(request_record const& request) {
  for (fault& f : faults_) {
    if (!fits(f, request) || !strikes(f)) continue;
    std::optional<fault> hit = f;
    forget_spent();
    return hit;
  }
  return std::nullopt;
}

bool fault_plan::fits(fault const& f, request_record const& request) const {
  return f.what() != fault::kind::reset_on_accept && (f.route_.empty() || f.route_ == request.route) &&
         (f.session_.empty() || f.session_ == request.session) && (!f.when_ || f.when_(request));
}

bool fault_plan::strikes(fault& f) {
  if (f.left_ == 0) return false;
  if (f.probability_ < 1 && std::uniform_real_distribution<>()(random_) >= f.probability_) return false;
  if (f.skip_ > 0) return --f.skip_, false;
  if (f.left_ != std::numeric_limits<std::uint64_t>::max()) --f.left_;
  return true;
}

void fault_plan::forget_spent() {
  std::erase_if(faults_, [](fault const& f) { return f.left_ == 0; });
}

}  // namespace hai::sim
