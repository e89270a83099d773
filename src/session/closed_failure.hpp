#pragma once

#include <exception>
#include <hai/error.hpp>

namespace hai::detail {

/// What a waiting consumer is told when what it waits for was closed.
inline std::exception_ptr closed_failure(char const* what) {
  return std::make_exception_ptr(error(errc::closed, what));
}

}  // namespace hai::detail
