#pragma once

#include <boost/system/error_code.hpp>
#include <string>
#include <utility>

#include <hai/error.hpp>

namespace hai::net {

/// What a connect that failed says about how many connections can be had.
enum class shortage {
  none,      ///< nothing: it failed for a reason of its own
  possible,  ///< refused, reset or unanswered: a server that is full looks like one that is down
  certain,   ///< this machine has no descriptor or memory left for another one
};

/// Of one socket that could not be connected.
shortage shortage_of(boost::system::error_code cause);

/// errc::connect_failed where it says something about capacity. Outside these floors it is an error like any.
class connect_failure final : public error {
 public:
  connect_failure(std::string message, shortage what)
      : error(errc::connect_failed, std::move(message)), what_is_short_(what) {}

  shortage what_is_short() const noexcept { return what_is_short_; }

 private:
  shortage what_is_short_;
};

}  // namespace hai::net
