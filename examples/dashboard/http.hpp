#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dashboard {

/// A request as the routes see it.
struct request {
  std::string method;
  std::vector<std::string> path;  ///< the segments, decoded
  std::string host;
  std::string origin;
  std::string content_type;
  std::string last_event_id;
  std::string body;
};

/// Where a route of endless events writes them (Server-Sent Events). Each function completes when the browser
/// has taken the bytes, and throws when it has gone or has taken none for 20 seconds.
class event_writer {
 public:
  virtual ~event_writer() = default;
  virtual boost::asio::awaitable<void> send(std::string name, std::string id, std::string data) = 0;
  virtual boost::asio::awaitable<void> heartbeat() = 0;
};

/// A whole reply, or an endless one.
struct reply {
  reply() = default;
  reply(unsigned code, std::string content_type, std::string text)
      : status(code), type(std::move(content_type)), body(std::move(text)) {}

  unsigned status = 200;
  std::string type;
  std::string body;
  bool may_be_cached = false;
  std::function<boost::asio::awaitable<void>(event_writer&)> events;  ///< endless, if set
};

using handler = std::function<boost::asio::awaitable<reply>(request)>;

}  // namespace dashboard
