#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

namespace hai::net {

using io_context_strand = boost::asio::strand<boost::asio::io_context::executor_type>;
using thread_pool_strand = boost::asio::strand<boost::asio::thread_pool::executor_type>;

/// Calls `work` with what is inside `home`, where that is a strand that strand_of() made over a plain
/// io_context or thread_pool; else with `home`.
template <class Work>
void on_own_type(boost::asio::any_io_executor const& home, Work work) {
  if (auto const* strand = home.target<io_context_strand>())
    work(*strand);
  else if (auto const* other = home.target<thread_pool_strand>())
    work(*other);
  else
    work(home);
}

}  // namespace hai::net
