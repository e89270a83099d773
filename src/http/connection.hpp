#pragma once

#include <memory>
#include <string>
#include <utility>

#include "http/counters.hpp"
#include "http/witness.hpp"
#include "net/byte_stream.hpp"
#include "net/connector.hpp"
#include "net/origin.hpp"
#include "net/system.hpp"

namespace hai::http {

/// What a connection belongs to: the origin, and the proxy that leads there. Never a key.
struct route_key {
  net::origin where;
  std::string authority;  ///< of the origin, as the Host header has it
  std::string proxy_host;
  std::uint16_t proxy_port = 0;
  std::string proxy_authorization;

  route_key(net::origin origin, std::optional<net::proxy> const& through)
      : where(std::move(origin)), authority(net::authority(where)) {
    if (!through) return;
    proxy_host = through->host;
    proxy_port = through->port;
    proxy_authorization = through->authorization;
  }

  std::optional<net::proxy> through() const {
    if (proxy_host.empty()) return std::nullopt;
    return net::proxy{proxy_host, proxy_port, proxy_authorization};
  }

  auto operator<=>(route_key const&) const = default;
};

/// An established connection that is in step: between two exchanges, nothing of an earlier one is left on it.
/// Destroyed without a lock held: an observer is told.
struct connection {
  connection(std::unique_ptr<net::byte_stream> made, net::time_point now, std::shared_ptr<counters> counted,
             net::origin const& where, witness watching)
      : stream(std::move(made)),
        born(now),
        last_used(now),
        host_(watching ? net::authority(where) : std::string()),
        counters_(std::move(counted)),
        watching_(std::move(watching)) {
    counters_->connections_open.add();
  }
  connection(connection const&) = delete;
  connection& operator=(connection const&) = delete;
  ~connection() {
    stream->close();
    counters_->connections_open.subtract();
    watching_.tell([&](observer& who) {
      observed::connection_closed const over{host_, fate};
      who.on_connection_closed(over);
    });
  }

  std::unique_ptr<net::byte_stream> const stream;
  net::time_point const born;
  net::time_point last_used;
  bool was_used = false;                                                  ///< a reply came on it
  observed::close_reason fate = observed::close_reason::client_released;  ///< why, if it is destroyed now

 private:
  std::string const host_;
  std::shared_ptr<counters> const counters_;
  witness const watching_;
};

}  // namespace hai::http
