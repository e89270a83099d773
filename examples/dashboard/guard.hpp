#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <string_view>

namespace dashboard {

/// Which requests come from the dashboard's own page. A page of another site can make a browser send requests
/// here, and a name that resolves to loopback can make it read the replies: `Host` and `Origin` tell.
class guard {
 public:
  /// `public_name`: the host that people reach a dashboard by that does not listen on loopback; may be empty.
  guard(boost::asio::ip::tcp::endpoint listening, std::string public_name);

  bool allows_host(std::string_view host) const;
  /// For requests that change something: `origin` must be this server, as `host` names it.
  bool allows_command(std::string_view host, std::string_view origin) const;

 private:
  boost::asio::ip::tcp::endpoint listening_;
  std::string public_name_;
};

}  // namespace dashboard
