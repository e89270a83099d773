#include "guard.hpp"

namespace dashboard {
namespace {

/// A host without its port.
std::string_view name_of(std::string_view host) {
  auto const colon = host.rfind(':');
  bool const is_port = colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos;
  return is_port ? host.substr(0, colon) : host;
}

}  // namespace

guard::guard(boost::asio::ip::tcp::endpoint listening, std::string public_name)
    : listening_(std::move(listening)), public_name_(std::move(public_name)) {}

bool guard::allows_host(std::string_view host) const {
  auto const name = name_of(host);
  if (!public_name_.empty() && name == public_name_) return true;
  auto const address = listening_.address();
  std::string const own = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  if (!address.is_unspecified() && name == own) return true;
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

bool guard::allows_command(std::string_view host, std::string_view origin) const {
  for (std::string_view const scheme : {"http://", "https://"})
    if (origin.starts_with(scheme) && origin.substr(scheme.size()) == host) return allows_host(host);
  return false;
}

}  // namespace dashboard
