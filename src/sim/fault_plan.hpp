#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include <hai/sim/fault.hpp>

namespace hai::sim {

/// The faults still to come: decides which of them, if any, a request or a new connection meets.
class fault_plan {
 public:
  explicit fault_plan(std::uint64_t seed) : random_(seed) {}

  void add(fault f) { faults_.push_back(std::move(f)); }
  void clear() { faults_.clear(); }

  std::optional<fault> for_connection();
  std::optional<fault> for_request(request_record const&);

 private:
  bool fits(fault const&, request_record const&) const;
  bool strikes(fault&);
  void forget_spent();

  std::vector<fault> faults_;
  std::mt19937_64 random_;
};

}  // namespace hai::sim
