#pragma once

#include <openssl/ssl.h>

#include <deque>
#include <map>
#include <memory>
#include <mutex>

#include "net/origin.hpp"

namespace hai::net {

struct session_free {
  void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
};
using session_ptr = std::unique_ptr<SSL_SESSION, session_free>;

/// The tickets of one origin, newest on top. Each is handed out once, as TLS 1.3 wants it. Bounded: the
/// oldest gives way. Thread-safe.
class ticket_stack {
 public:
  void push(session_ptr ticket);
  /// The newest that can still be resumed; empty when there is none.
  session_ptr pop();
  std::size_t size() const;

  static constexpr std::size_t capacity = 256;

 private:
  std::mutex mutable mutex_;
  std::deque<session_ptr> tickets_;
};

/// The ticket stacks of all origins that one client talks to. Thread-safe.
class tls_tickets {
 public:
  std::shared_ptr<ticket_stack> of(origin const& where);

 private:
  std::mutex mutex_;
  std::map<origin, std::shared_ptr<ticket_stack>> stacks_;
};

}  // namespace hai::net
