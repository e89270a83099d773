#pragma once

#include <exception>
#include <hai/detail/export.hpp>

namespace hai::detail {

/// Whether a failure is asio::error::operation_aborted: a cancelled operation's.
HAI_EXPORT bool is_aborted(std::exception_ptr const& failure);

}  // namespace hai::detail
