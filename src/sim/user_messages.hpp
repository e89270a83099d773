#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "http_message.hpp"
#include "session_files.hpp"

namespace hai::sim {

/// A user's message as a session takes it.
struct told_message {
  std::string content;  ///< JSON array: as the stream shows it
  std::vector<attached_file> files;
};

/// One UserMessageEvent, or the 422 that says why it is none.
struct read_message {
  std::optional<told_message> message;
  std::optional<reply> refusal;
};
read_message read_user_message(boost::json::value const&);

reply missing_field(std::string const& name);

}  // namespace hai::sim
