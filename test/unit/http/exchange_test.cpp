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

/// Says nothing more once `bytes` are out; stays open.
pool_in_virtual_time::script say(std::string bytes) {
  return [bytes](server_end& end, int) -> awaitable<void> {
    co_await end.read_request();
    co_await end.write(bytes);
    co_await end.read_request();
  };
}

TEST(Exchange, EndsWhenNoReplyBeginsInTime) {
  pool_in_virtual_time world(say(""));
  world.run([&]() -> awaitable<void> {
    auto const result = co_await once(world, get());
    EXPECT_EQ(result.code, errc::timed_out);
    EXPECT_EQ(result.text, "timed out: no reply within 30 s");
  });
  EXPECT_EQ(world.machine->elapsed(), 30s);
  EXPECT_EQ(world.count->connections_open.get(), 0u);
  EXPECT_TRUE(world.wires.front()->client_closed());
}

TEST(Exchange, EndsWhenTheReplyStalls) {
  pool_in_virtual_time world(say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"));
  world.run([&]() -> awaitable<void> {
    auto const result = co_await once(world, get());
    EXPECT_EQ(result.code, errc::timed_out);
    EXPECT_EQ(result.text, "timed out: the reply stalled for 20 s");
  });
  EXPECT_EQ(world.machine->elapsed(), 20s);
}

pool_in_virtual_time::script drip(int bytes, net::duration every) {
  return [=](server_end& end, int) -> awaitable<void> {
    co_await end.read_request();
    co_await end.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n");
    for (int i = 0; i != bytes && !end.wire().client_closed(); ++i) {
      co_await end.sleep(every);
      co_await end.write("x");
    }
  };
}

TEST(Exchange, ABodyThatDripsForEverIsAFault) {
  pool_in_virtual_time world(drip(100'000, 1s));
  world.run([&]() -> awaitable<void> {
    auto limits = pool_in_virtual_time::limits();
    limits.total = 5min;
    auto const result = co_await once(world, get(), limits);
    EXPECT_EQ(result.code, errc::timed_out);
    EXPECT_EQ(result.text, "timed out: not done within 300 s");
  });
  EXPECT_EQ(world.machine->elapsed(), 5min);
}

TEST(Exchange, ABodyThatArrivesSlowlyIsNoFault) {
  pool_in_virtual_time world(drip(12, 19s));
  world.run([&]() -> awaitable<void> {
    auto limits = pool_in_virtual_time::limits();
    limits.total = 5min;
    auto const result = co_await once(world, get(), limits);
    EXPECT_EQ(result.text, "");
    EXPECT_EQ(result.got.body, std::string(12, 'x'));
  });
}

TEST(Exchange, TheWholeOfItIsBoundedWhileConnectingToo) {
  pool_in_virtual_time world(echo);
  world.machine->hang("10.0.0.1", 80);
  world.run([&]() -> awaitable<void> {
    auto const result = co_await once(world, get());
    EXPECT_EQ(result.code, errc::timed_out);
    EXPECT_EQ(result.text, "timed out: no connection within 60 s");
  });
  EXPECT_EQ(world.machine->elapsed(), 60s);
  EXPECT_EQ(world.count->connections_connecting.get(), 0u);
}

TEST(Exchange, CancellationEndsItNowAndClosesTheConnection) {
  for (bool const while_connecting : {false, true}) {
    pool_in_virtual_time world(say("HTTP/1.1 200 OK\r\n"));
    if (while_connecting) world.machine->hang("10.0.0.1", 80);
    asio::cancellation_signal signal;
    boost::system::error_code code;
    bool ended = false;
    auto body = [&]() -> awaitable<void> {
      auto place = co_await world.acquire(room::short_call);
      auto const what = get();
      co_await place.exchange(what, pool_in_virtual_time::limits());
    };
    auto on_end = [&](std::exception_ptr why) {
      ended = true;
      code = to_error(why).code();
    };
    asio::co_spawn(world.io, body, asio::bind_cancellation_slot(signal.slot(), on_end));
    world.machine->run_for(3s);
    EXPECT_FALSE(ended);
    signal.emit(asio::cancellation_type::terminal);
    world.machine->run_ready();
    EXPECT_TRUE(ended);
    EXPECT_EQ(code, asio::error::operation_aborted);
    EXPECT_EQ(world.count->connections_open.get(), 0u);
    EXPECT_EQ(world.machine->elapsed(), 3s);
    EXPECT_TRUE(while_connecting || world.wires.front()->client_closed());
    world.machine->run_ready();
    EXPECT_EQ(world.machine->armed_timers(), 0u) << "nothing is left pending";
  }
}

TEST(Exchange, ACancellationInTheStepThatConnectsSendsNothingAndKeepsTheConnection) {
  asio::cancellation_signal signal;
  pool_in_virtual_time world([&](server_end& end, int) -> awaitable<void> {
    signal.emit(asio::cancellation_type::terminal);
    co_await end.read_request();
    co_await end.write(ok("a"));
  });
  boost::system::error_code code;
  auto body = [&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::short_call);
    auto const what = post();
    co_await place.exchange(what, pool_in_virtual_time::limits());
  };
  auto on_end = [&](std::exception_ptr why) { code = to_error(why).code(); };
  asio::co_spawn(world.io, body, asio::bind_cancellation_slot(signal.slot(), on_end));
  world.machine->run_until_idle();
  EXPECT_EQ(code, asio::error::operation_aborted);
  EXPECT_EQ(world.wires.front()->received_by_server(), 0u);
  world.run([&]() -> awaitable<void> {
    auto const result = co_await once(world, get());
    EXPECT_EQ(result.got.body, "a");
  });
  EXPECT_EQ(world.accepted, 1);
}

TEST(Exchange, ReleasingTheLeaseCutsOffTheExchangeUnderWay) {
  pool_in_virtual_time world(say(""));
  lease place;
  boost::system::error_code code;
  bool ended = false;
  auto body = [&]() -> awaitable<void> {
    place = co_await world.acquire(room::long_poll);
    auto const what = get();
    co_await place.exchange(what, pool_in_virtual_time::limits());
  };
  auto on_end = [&](std::exception_ptr why) {
    ended = true;
    code = to_error(why).code();
  };
  asio::co_spawn(world.io, body, on_end);
  world.machine->run_for(1s);
  EXPECT_EQ(world.count->connections_parked.get(), 1u);
  place.release();
  world.machine->run_ready();
  EXPECT_TRUE(ended);
  EXPECT_EQ(code, asio::error::operation_aborted);
  EXPECT_EQ(world.count->connections_open.get(), 0u);
  EXPECT_EQ(world.count->connections_parked.get(), 0u);
}

TEST(Exchange, ACutAnywhereIsABadReply) {
  std::string const text = ok("{}", "Content-Type: application/json\r\n");
  for (std::size_t length = 0; length < text.size(); ++length)
    for (bool const in_order : {true, false}) {
      pool_in_virtual_time world([&, length, in_order](server_end& end, int) -> awaitable<void> {
        co_await end.read_request();
        if (!in_order) end.wire().to_client().cut_after = length;
        std::string sent = text;
        if (in_order) sent.resize(length);
        co_await end.write(std::move(sent));
        if (in_order) end.close();
        co_await end.sleep(1s);
      });
      world.run([&]() -> awaitable<void> {
        auto const result = co_await once(world, get());
        EXPECT_EQ(result.code, errc::bad_reply) << result.text;
      });
      EXPECT_EQ(world.accepted, 1) << "a connection that was not reused is not replaced";
      EXPECT_EQ(world.count->connections_open.get(), 0u);
    }
}

TEST(Exchange, BytesAfterTheReplyEndTheConnection) {
  pool_in_virtual_time world([](server_end& end, int) -> awaitable<void> {
    co_await end.read_request();
    co_await end.write(ok("a") + "surplus");
    co_await end.read_request();
  });
  world.run([&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::short_call);
    for (int i = 0; i != 2; ++i) {
      auto const result = co_await exchange(place, get(), pool_in_virtual_time::limits());
      EXPECT_EQ(result.got.body, "a");
    }
  });
  EXPECT_EQ(world.accepted, 2);
  EXPECT_EQ(world.count->connections_idle.get(), 0u);
}

TEST(Exchange, AReplyThatNobodyAskedForIsNeverTheReplyToTheNextRequest) {
  std::string const page(10'000, 'a');  // its end is read to its place, and nothing beyond
  pool_in_virtual_time world([&page](server_end& end, int) -> awaitable<void> {
    co_await end.read_request();
    co_await end.write(ok(page) + ok("of nobody"));
    co_await end.read_request();
  });
  world.run([&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::long_poll);
    for (int i = 0; i != 2; ++i) {
      auto const result = co_await exchange(place, get(), pool_in_virtual_time::limits());
      EXPECT_EQ(result.got.body.size(), page.size());
    }
  });
  EXPECT_EQ(world.accepted, 2);
}

TEST(Exchange, ConnectionCloseEndsTheConnection) {
  pool_in_virtual_time world([](server_end& end, int) -> awaitable<void> {
    co_await end.read_request();
    co_await end.write(ok("a", "Connection: close\r\n"));
    end.close();
  });
  world.run([&]() -> awaitable<void> {
    for (int i = 0; i != 2; ++i) {
      auto const result = co_await once(world, get());
      EXPECT_EQ(result.got.body, "a");
    }
  });
  EXPECT_EQ(world.accepted, 2);
  EXPECT_EQ(world.count->connections_open.get(), 0u);
}

TEST(Exchange, TakesTheReplyOfAServerThatRefusesALongBodyEarly) {
  pool_in_virtual_time world([](server_end& end, int) -> awaitable<void> {
    co_await end.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
    end.close();
  });
  world.run([&]() -> awaitable<void> {
    auto what = post();
    what.body.assign(4'000'000, 'x');
    auto const result = co_await once(world, what);
    EXPECT_EQ(result.text, "");
    EXPECT_EQ(result.got.status, 413);
  });
  EXPECT_EQ(world.count->connections_open.get(), 0u);
}

TEST(Exchange, ASaturatedStreamArmsItsTimerOnce) {
  pool_in_virtual_time world(echo);
  world.run([&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::long_poll);
    for (int i = 0; i != 50; ++i) {
      auto const result = co_await exchange(place, get(), pool_in_virtual_time::limits());
      EXPECT_EQ(result.got.status, 200);
      EXPECT_EQ(world.machine->armed_timers(), 1u);
    }
    place.release();
  });
  EXPECT_EQ(world.machine->armed_timers(), 0u);
  EXPECT_EQ(world.accepted, 1);
}

TEST(Exchange, WhatCannotBeSentNeverReachesAServer) {
  pool_in_virtual_time world(echo);
  world.run([&]() -> awaitable<void> {
    auto what = get();
    what.headers.emplace_back("Authorization", "Bearer hk-1\r\nX: y");
    auto const result = co_await once(world, what);
    EXPECT_EQ(result.code, errc::invalid_argument);
    EXPECT_EQ(result.text, "header Authorization: a value with a control character");
  });
  EXPECT_EQ(world.accepted, 0);
}

}  // namespace
}  // namespace hai::http::testing
