#include "net/strand_of.hpp"

#include "net/strand_types.hpp"

namespace hai::net {
namespace asio = boost::asio;

asio::any_io_executor strand_of(asio::any_io_executor const& executor) {
  if (auto const* plain = executor.target<asio::io_context::executor_type>())
    return asio::make_strand(*plain);
  if (auto const* pool = executor.target<asio::thread_pool::executor_type>()) return asio::make_strand(*pool);
  return asio::make_strand(executor);
}

asio::any_io_executor beneath(asio::any_io_executor const& strand) {
  if (auto const* known = strand.target<io_context_strand>()) return known->get_inner_executor();
  if (auto const* known = strand.target<thread_pool_strand>()) return known->get_inner_executor();
  return strand;
}

}  // namespace hai::net
