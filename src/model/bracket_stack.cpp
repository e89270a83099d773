#include "model/bracket_stack.hpp"

namespace hai::model {

void bracket_stack::spill() {
  if (depth_ != 0) below_.push_back(top_);
}

void bracket_stack::restore() noexcept {
  if (depth_ == 0) return;
  top_ = below_.back();
  below_.pop_back();
}

}  // namespace hai::model
