#pragma once

#include <exception>

namespace hai::detail {

/// Whether a failure is asio::error::operation_aborted: a cancelled operation's.
bool is_aborted(std::exception_ptr const& failure);

}  // namespace hai::detail
