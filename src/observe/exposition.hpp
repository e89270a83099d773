#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "observe/histogram.hpp"

namespace hai::observe {

/// A text in Prometheus's exposition format 0.0.4 as it is written, family by family.
class exposition {
 public:
  using labels = std::vector<std::pair<std::string_view, std::string_view>>;

  /// Begins a family; the samples that follow are its own. A counter's name ends in "_total".
  void family(std::string_view name, std::string_view type, std::string_view help);

  void sample(labels const& of, std::uint64_t value);
  void sample(labels const& of, double value);
  void sample(std::uint64_t value) { sample(labels(), value); }
  void sample(double value) { sample(labels(), value); }
  /// All samples of one histogram.
  void sample(labels const& of, histogram const& value);

  std::string take() { return std::move(text_); }

 private:
  void line(std::string_view suffix, labels const& of, std::string_view value);

  std::string name_;
  std::string text_;
};

}  // namespace hai::observe
