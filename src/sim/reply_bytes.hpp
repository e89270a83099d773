#pragma once

#include <cstdint>
#include <string>

#include <hai/sim/platform_options.hpp>
#include "http_message.hpp"

namespace hai::sim {

/// A reply as it goes over the wire, head and body apart so that a fault can part them.
struct reply_bytes {
  std::string head, body;
  bool closes = false;  ///< the connection ends with it
};

reply_bytes encode(reply, request const&, platform_options::values const&, std::uint64_t request_number,
                   bool closes);

}  // namespace hai::sim
