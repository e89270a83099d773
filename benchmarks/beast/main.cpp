// What a good engineer writes in an afternoon: Boost.Beast over asio::ssl, one coroutine and one connection
// for each session, time-outs, Boost.JSON.

#include <openssl/ssl.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <vector>

#include "measure/client_main.hpp"
#include "measure/plan.hpp"
#include "measure/tally.hpp"

namespace bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;
using tcp = asio::ip::tcp;
using tls_stream = beast::ssl_stream<beast::tcp_stream>;

std::vector<SSL_SESSION*> tickets;

int keep_ticket(SSL*, SSL_SESSION* session) {
  tickets.push_back(session);
  return 1;
}

asio::ssl::context context_of(plan const& what) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  context.load_verify_file(what.ca_file);
  context.set_verify_mode(asio::ssl::verify_peer);
  if (what.what == plan::work::connect) {
    SSL_CTX_set_session_cache_mode(context.native_handle(),
                                   SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context.native_handle(), &keep_ticket);
  }
  return context;
}

asio::awaitable<std::unique_ptr<tls_stream>> connected(asio::ssl::context& context, plan const& what) {
  auto made = std::make_unique<tls_stream>(co_await asio::this_coro::executor, context);
  made->set_verify_callback(asio::ssl::host_name_verification(what.address));
  if (!tickets.empty()) {
    SSL_set_session(made->native_handle(), tickets.back());
    SSL_SESSION_free(tickets.back());
    tickets.pop_back();
  }
  auto& lowest = beast::get_lowest_layer(*made);
  lowest.expires_after(std::chrono::seconds(30));
  tcp::endpoint const where(asio::ip::make_address(what.address),
                            static_cast<std::uint16_t>(std::stoi(what.port)));
  co_await lowest.async_connect(where, asio::use_awaitable);
  lowest.socket().set_option(tcp::no_delay(true));
  co_await made->async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
  co_return made;
}

http::request<http::empty_body> request_for(plan const& what, std::string const& target) {
  http::request<http::empty_body> request(http::verb::get, target, 11);
  request.set(http::field::host, what.address);
  request.set(http::field::user_agent, "bench");
  request.set(http::field::accept, "application/json");
  request.set(http::field::authorization, "Bearer hk-bench");
  return request;
}

asio::awaitable<void> follow(asio::ssl::context& context, long number, plan const& what, tally& counted) {
  auto stream = co_await connected(context, what);
  std::string const path =
      "/api/v2/sessions/" + plan::session_id(number) + "/changes?wait_for_seconds=25&from_index=";
  beast::flat_buffer buffer;
  for (long from = 0;;) {
    beast::get_lowest_layer(*stream).expires_after(std::chrono::seconds(35));
    auto const request = request_for(what, path + std::to_string(from));
    co_await http::async_write(*stream, request, asio::use_awaitable);
    http::response<http::string_body> reply;
    co_await http::async_read(*stream, buffer, reply, asio::use_awaitable);
    if (reply.result() == http::status::no_content) continue;
    json::value const page = json::parse(reply.body());
    for (json::value const& event : page.at("new_events").as_array()) {
      ++from;
      json::value const& data = event.at("data");
      // The size of the text of the event is not at hand: the body's stands for it.
      if (counted.on_event(reply.body(), event.at("type").as_string(), data.at("kind").as_string()) &&
          what.what == plan::work::follow)
        counted.finish("beast");
    }
  }
}

asio::awaitable<void> connect(asio::ssl::context& context, long requests, plan const& what, tally& counted) {
  for (long i = 0; i < requests; ++i) {
    auto stream = co_await connected(context, what);
    auto const request = request_for(what, "/api/v2/sessions/quota");
    co_await http::async_write(*stream, request, asio::use_awaitable);
    beast::flat_buffer buffer;
    http::response<http::string_body> reply;
    co_await http::async_read(*stream, buffer, reply, asio::use_awaitable);
    SSL_set_shutdown(stream->native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    if (counted.on_connect(SSL_session_reused(stream->native_handle()) == 1)) counted.finish("beast");
  }
}

void report(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

/// A few at a time, so that the listener's queue does not overflow.
asio::awaitable<void> begin_streams(asio::ssl::context& context, plan const& what, tally& counted) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (long i = 0; i < what.streams; ++i) {
    while (i - counted.seen() >= what.connecting && !counted.is_done()) {
      timer.expires_after(std::chrono::milliseconds(1));
      co_await timer.async_wait(asio::use_awaitable);
    }
    asio::co_spawn(timer.get_executor(), follow(context, i, what, counted), report);
  }
}

asio::awaitable<void> watch_parked(tally& counted) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (!counted.was_left_alone()) {
    timer.expires_after(std::chrono::milliseconds(100));
    co_await timer.async_wait(asio::use_awaitable);
  }
  counted.finish("beast");
}

void run(plan const& what, settings& given) {
  given.end();
  asio::io_context io;
  auto context = context_of(what);
  tally counted(what);
  if (what.what == plan::work::connect) {
    for (long i = 0; i < what.connecting; ++i)
      asio::co_spawn(io, connect(context, what.connects / what.connecting, what, counted), report);
  } else {
    if (what.what == plan::work::park) asio::co_spawn(io, watch_parked(counted), report);
    asio::co_spawn(io, begin_streams(context, what, counted), report);
  }
  io.run();
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) { return bench::client_main(argc, argv, &bench::run); }
