#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <hai/error.hpp>
#include <hai/event.hpp>
#include <hai/run_result.hpp>

#include "watch/clock_words.hpp"

namespace hai::watch {

/// Turns what happened to the watched sessions, which are numbered from 0, into whole lines for standard
/// output.
class report {
 public:
  virtual ~report() = default;

  /// A further session; it has the next number.
  virtual void add(std::string id) = 0;
  virtual std::string events(std::size_t session, std::span<event const> batch) = 0;
  virtual std::string ended(std::size_t session, run_result const& result, event_time now) = 0;
  /// `status`: of the HTTP reply, 0 when there was none.
  virtual std::string not_followed(std::size_t session, int status, std::string const& message,
                                   event_time now) = 0;
};

}  // namespace hai::watch
