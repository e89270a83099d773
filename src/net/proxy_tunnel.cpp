#include "net/proxy_tunnel.hpp"

#include <algorithm>
#include <array>

#include <hai/error.hpp>

#include "net/side_task.hpp"

namespace hai::net {
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t max_head = 16 * 1024;
constexpr std::size_t max_reason = 120;
constexpr std::string_view http_1 = "HTTP/1.";
constexpr std::string_view end_of_head = "\r\n\r\n";

std::string host_and_port(std::string const& host, std::uint16_t port) {
  bool const is_ipv6 = host.find(':') != std::string::npos;
  return (is_ipv6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

[[noreturn]] void fail(std::string const& text) { throw error(errc::connect_failed, text); }

[[noreturn]] void fail_as_not_http(std::string const& proxy_name) {
  fail("the proxy " + proxy_name + " answered CONNECT with something that is not HTTP/1");
}

std::string request_head(origin const& where, proxy const& through) {
  auto const target = host_and_port(where.host, where.port);
  std::string head = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
  if (!through.authorization.empty()) head += "Proxy-Authorization: " + through.authorization + "\r\n";
  return head + "\r\n";
}

asio::awaitable<void> write_all(byte_stream& stream, std::string text, std::string const& proxy_name) {
  std::string_view rest = text;
  while (!rest.empty()) {
    error_code failure;
    auto const progress = stream.try_write(rest, failure);
    rest.remove_prefix(progress.bytes);
    if (!failure && progress.wanted != readiness::none) {
      co_await stream.wait(progress.wanted, failure);
      co_await leave_if_cancelled();
    }
    if (failure) fail("the proxy " + proxy_name + " closed the connection: " + failure.message());
  }
}

// One byte more than the head would belong to the tunnel, where nobody speaks before the client does.
asio::awaitable<std::string> read_head(byte_stream& stream, std::string const& proxy_name) {
  std::string head;
  std::array<char, 1024> piece;
  while (head.find(end_of_head) == std::string::npos) {
    error_code failure;
    auto const progress = stream.try_read(piece, failure);
    head.append(piece.data(), progress.bytes);
    if (!head.starts_with(http_1.substr(0, head.size()))) fail_as_not_http(proxy_name);
    if (!failure && progress.wanted != readiness::none) {
      co_await stream.wait(progress.wanted, failure);
      co_await leave_if_cancelled();
    }
    if (failure) fail("the proxy " + proxy_name + " closed the connection: " + failure.message());
    if (progress.ended)
      fail("the proxy " + proxy_name + " closed the connection instead of answering CONNECT");
    if (head.size() > max_head)
      fail("the proxy " + proxy_name + " answered CONNECT with a head that is too long");
  }
  co_return head;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string advice(int status) {
  if (status == 407) return "; put a user and a password that it accepts into the proxy's URL";
  if (status == 403) return "; it does not allow this host";
  return "";
}

}  // namespace

tunnel_reply parse_tunnel_reply(std::string_view head, std::string const& proxy_name) {
  auto const line = head.substr(0, head.find("\r\n"));
  bool const is_http = line.size() >= 12 && line.starts_with(http_1) && is_digit(line[7]) && line[8] == ' ' &&
                       std::all_of(line.begin() + 9, line.begin() + 12, is_digit) &&
                       (line.size() == 12 || line[12] == ' ');
  if (!is_http) fail_as_not_http(proxy_name);
  tunnel_reply reply;
  reply.status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  for (char const c : line.substr(std::min<std::size_t>(line.size(), 13), max_reason))
    reply.reason += c >= ' ' && c <= '~' ? c : '?';
  return reply;
}

asio::awaitable<std::unique_ptr<byte_stream>> open_tunnel(std::unique_ptr<byte_stream> stream, origin where,
                                                          proxy through) {
  auto const proxy_name = host_and_port(through.host, through.port);
  co_await write_all(*stream, request_head(where, through), proxy_name);
  auto const head = co_await read_head(*stream, proxy_name);
  auto const reply = parse_tunnel_reply(head, proxy_name);
  if (reply.status / 100 != 2)
    fail("the proxy " + proxy_name + " refused a tunnel to " + host_and_port(where.host, where.port) + ": " +
         std::to_string(reply.status) + (reply.reason.empty() ? "" : " " + reply.reason) +
         advice(reply.status));
  if (head.find(end_of_head) + end_of_head.size() != head.size())
    fail("the proxy " + proxy_name + " sent data of its own after it had opened the tunnel");
  co_return stream;
}

}  // namespace hai::net
