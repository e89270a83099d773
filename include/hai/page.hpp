#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <vector>

namespace hai {

/// One page of a list. The server does not repeat the size that was asked for: there is a next page while
/// `page * size < total`.
template <class T>
struct HAI_EXPORT page {
  std::vector<T> items;
  /// Of the whole list, not of this page.
  std::int64_t total = 0;
  /// Counted from 1.
  std::int64_t page = 1;
};

}  // namespace hai
