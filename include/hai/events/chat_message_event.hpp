#pragma once

#include <boost/json/value.hpp>
#include <hai/detail/export.hpp>

namespace hai {

/// A chat message. Its fields are not documented: `data` is what came.
struct HAI_EXPORT chat_message_event {
  boost::json::value data;
};

}  // namespace hai
