#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace hai::model {

/// A body that is not what its route promises. The callers above say which request it answered.
class bad_document : public std::runtime_error {
 public:
  enum class fault {
    syntax,  ///< not sound JSON: cut short, not balanced, garbled
    shape,   ///< JSON, but not an object, or without a required member
  };

  bad_document(fault what_fault, std::string const& message)
      : std::runtime_error(message), fault_(what_fault) {}

  fault reason() const noexcept { return fault_; }

 private:
  fault fault_;
};

}  // namespace hai::model
