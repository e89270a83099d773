#pragma once

#include <boost/json/value.hpp>

namespace hai {

/// A chat message. Its fields are not documented: `data` is what came.
struct chat_message_event {
  boost::json::value data;
};

}  // namespace hai
