#pragma once

#include <boost/asio/any_io_executor.hpp>

namespace hai::net {

/// A strand over `executor`. Over a plain io_context or thread_pool it keeps their executors' own types
/// inside: such a strand fits into an any_io_executor without an allocation, and a step through it costs a
/// fraction.
boost::asio::any_io_executor strand_of(boost::asio::any_io_executor const& executor);

/// What such a strand was made over; any other executor as it is. For I/O objects whose operations bring the
/// strand along.
boost::asio::any_io_executor beneath(boost::asio::any_io_executor const& strand);

}  // namespace hai::net
