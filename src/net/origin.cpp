#include "net/origin.hpp"

namespace hai::net {

std::string authority(origin const& where) {
  bool const is_ipv6 = where.host.find(':') != std::string::npos;
  std::string text = is_ipv6 ? '[' + where.host + ']' : where.host;
  if (where.port != (where.tls ? 443 : 80)) text += ':' + std::to_string(where.port);
  return text;
}

}  // namespace hai::net
