#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace bench {

/// The replies that the server sends: pages of equal events, with all that a real page holds around them.
class page_text {
 public:
  /// Events of about `size` bytes: policy events, and observations from 32 KB on.
  explicit page_text(std::size_t size);

  /// Head and body of the reply with `count` events, each stamped with `sent_ns` if that is not 0.
  std::string const& reply(std::size_t count, std::uint64_t sent_ns);

  std::string const& event() const { return event_; }

 private:
  std::string event_;
  std::size_t stamp_at_;  // in the event
  std::map<std::size_t, std::string> replies_;
};

/// Replies without events.
std::string json_reply(std::string const& body);
std::string no_content();

}  // namespace bench
