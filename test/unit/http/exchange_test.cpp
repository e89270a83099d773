#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>

#include <hai/error.hpp>

#include "scripted_server.hpp"

namespace hai::http::testing {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using asio::awaitable;

request get(std::string target = "/api/v2/sessions/s1/status") {
  request what;
  what.route = "/sessions/{id}/status";
  what.target = std::move(target);
  return what;
}

request post() {
  request what = get("/api/v2/sessions/s1/messages");
  what.method = "POST";
  what.body = "{}";
  what.content_type = "application/json";
  what.repeatable = false;
  return what;
}

/// What an exchange came to: a reply, or a failure.
struct outcome {
  reply got;
  boost::system::error_code code;
  std::string text;
};

awaitable<outcome> exchange(lease& place, request what, exchange_limits limits) {
  outcome result;
  try {
    result.got = co_await place.exchange(what, limits);
  } catch (boost::system::system_error const& failure) {
    result.code = failure.code();
    result.text = failure.what();
  }
  co_return result;
}

awaitable<outcome> once(pool_in_virtual_time& world, request what,
                        exchange_limits limits = pool_in_virtual_time::limits()) {
  auto place = co_await world.acquire(room::short_call);
  co_return co_await exchange(place, std::move(what), limits);
}

awaitable<void> echo(server_end& end, int) {
  for (;;) {
    auto const request = co_await end.read_request();
    if (request.empty()) co_return;
    co_await end.write(ok(request.substr(0, request.find(' ', 5))));
  }
}

TEST(Exchange, SendsARequestAndReadsItsReply) {
  pool_in_virtual_time world(echo);
  world.run([&]() -> awaitable<void> {
    auto const result = co_await once(world, get("/a"));
    EXPECT_EQ(result.text, "");
    EXPECT_EQ(result.got.status, 200);
    EXPECT_EQ(result.got.body, "GET /a");
  });
  EXPECT_EQ(world.count->requests.get(), 1u);
}

TEST(Exchange, UsesTheConnectionAgainAfterAWholeReply) {
  pool_in_virtual_time world(echo);
  world.run([&]() -> awaitable<void> {
    for (int i = 0; i != 3; ++i) {
      auto const result = co_await once(world, get());
      EXPECT_EQ(result.text, "");
    }
  });
  EXPECT_EQ(world.accepted, 1);
  EXPECT_EQ(world.count->connections_open.get(), 1u);
  EXPECT_EQ(world.count->connections_idle.get(), 1u);
}

TEST(Exchange, ReplacesAReusedConnectionThatDiesBeforeTheReply) {
  pool_in_virtual_time world([](server_end& end, int connection) -> awaitable<void> {
    auto const first = co_await end.read_request();
    co_await end.write(ok("first"));
    if (connection == 1) {
      co_await end.read_request();
      end.close();
    }
  });
  world.run([&]() -> awaitable<void> {
    co_await once(world, get());
    auto const second = co_await once(world, get());
    EXPECT_EQ(second.text, "");
    EXPECT_EQ(second.got.body, "first");
  });
  EXPECT_EQ(world.accepted, 2);
  EXPECT_EQ(world.count->retries.get(), 1u);
}

TEST(Exchange, DoesNotRepeatWhatMayNotBeRepeated) {
  pool_in_virtual_time world([](server_end& end, int) -> awaitable<void> {
    co_await end.read_request();
    co_await end.write(ok("first"));
    co_await end.read_request();
    end.close();
  });
  world.run([&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::short_call);
    auto const limits = pool_in_virtual_time::limits();
    co_await exchange(place, get(), limits);
    auto const second = co_await exchange(place, post(), limits);
    EXPECT_EQ(second.code, errc::bad_reply);
    EXPECT_TRUE(place.request_was_sent());
    EXPECT_FALSE(place.reply_has_begun());
  });
  EXPECT_EQ(world.accepted, 1);
}

}  // namespace
}  // namespace hai::http::testing
