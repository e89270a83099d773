#include "connection.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <chrono>
#include <optional>

namespace dashboard {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using namespace std::chrono_literals;

namespace {

constexpr auto read_patience = 30s;
constexpr auto write_patience = 20s;
constexpr std::size_t longest_body = 64 * 1024;

// The page runs its own script and shows its own pictures, and nothing else.
constexpr char const* security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

using wire_request = http::request<http::string_body>;
using wire_reply = http::response<http::string_body>;

std::optional<request> read(wire_request&& from) {
  auto const target = boost::urls::parse_origin_form(from.target());
  if (!target) return std::nullopt;
  request out;
  out.method = from.method_string();
  for (auto const segment : target->segments()) out.path.emplace_back(segment);
  out.host = from[http::field::host];
  out.origin = from[http::field::origin];
  out.content_type = from[http::field::content_type];
  out.last_event_id = from["Last-Event-ID"];
  out.body = std::move(from.body());
  return out;
}

wire_reply written(reply&& from, unsigned version, bool keeps_alive) {
  wire_reply out(http::int_to_status(from.status), version);
  out.set(http::field::content_type, from.type);
  out.set(http::field::cache_control, from.may_be_cached ? "private, max-age=3600" : "no-store");
  out.set("Content-Security-Policy", security_policy);
  out.set("X-Content-Type-Options", "nosniff");
  out.set("Referrer-Policy", "no-referrer");
  out.keep_alive(keeps_alive);
  out.body() = std::move(from.body);
  out.prepare_payload();
  return out;
}

class stream_writer final : public event_writer {
 public:
  explicit stream_writer(beast::tcp_stream& stream) : stream_(stream) {}

  asio::awaitable<void> begin() {
    return write(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n");
  }
  // JSON has no line breaks: one data line holds it.
  asio::awaitable<void> send(std::string name, std::string id, std::string data) override {
    return write("event: " + name + "\nid: " + id + "\ndata: " + data + "\n\n");
  }
  asio::awaitable<void> heartbeat() override { return write(":\n\n"); }

 private:
  asio::awaitable<void> write(std::string text) {
    stream_.expires_after(write_patience);
    co_await asio::async_write(stream_, asio::buffer(text), asio::use_awaitable);
    stream_.expires_never();
  }

  beast::tcp_stream& stream_;
};

}  // namespace

asio::awaitable<void> talk(asio::ip::tcp::socket socket, handler answer) {
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  for (bool keeps_alive = true; keeps_alive;) {
    http::request_parser<http::string_body> parser;
    parser.body_limit(longest_body);
    stream.expires_after(read_patience);
    co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
    stream.expires_never();
    wire_request asked = parser.release();
    keeps_alive = asked.keep_alive();
    unsigned const version = asked.version();
    reply said(400, "text/plain", "not a path");
    if (auto wanted = read(std::move(asked))) {
      auto answering = answer(std::move(*wanted));
      said = co_await std::move(answering);
    }
    if (said.events) {
      stream_writer writer(stream);
      co_await writer.begin();
      co_await said.events(writer);
      break;
    }
    wire_reply const reply = written(std::move(said), version, keeps_alive);
    stream.expires_after(write_patience);
    co_await http::async_write(stream, reply, asio::use_awaitable);
  }
  boost::system::error_code ignored;
  stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

}  // namespace dashboard
