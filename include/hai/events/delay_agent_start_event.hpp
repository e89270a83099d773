#pragma once

#include <boost/json/value.hpp>
#include <hai/detail/export.hpp>

namespace hai {

/// The agent's start was put off. Its fields are not documented: `data` is what came.
struct HAI_EXPORT delay_agent_start_event {
  boost::json::value data;
};

}  // namespace hai
