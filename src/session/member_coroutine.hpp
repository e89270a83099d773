#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

namespace hai::detail {

/// A coroutine of an object, to be spawned: it keeps the object while co_spawn still looks at the
/// cancellation state that hangs off it, which a frame that is over no longer does.
template <class Owner>
struct member_coroutine {
  std::shared_ptr<Owner> owner;
  boost::asio::awaitable<void> (Owner::*run)();

  boost::asio::awaitable<void> operator()() { return (owner.get()->*run)(); }
};

}  // namespace hai::detail
