// The exporter on a client, over TLS: its text agrees with what the platform counted.

#include <hai/prometheus_exporter.hpp>

#include "integration/wire/wire_fixture.hpp"
#include "unit/observe/metrics_text.hpp"

namespace hai::test {
namespace {

class metrics_of_a_client : public wire_test {
 protected:
  metrics_text read() {
    metrics_text text(exporter->text());
    for (auto const& error : text.errors()) ADD_FAILURE() << error;
    return text;
  }

  std::shared_ptr<prometheus_exporter> exporter = std::make_shared<prometheus_exporter>();
};

TEST_F(metrics_of_a_client, agree_with_what_the_platform_counted) {
  serve();
  auto const good = platform().add_session(finished(3));
  auto const bad = platform().add_session(events(2).ends("failed", "no", "environment_error"));
  platform().fail(fault::reply(503).route(changes_route));
  client by(io, options().observer(exporter));
  follow(by, good);
  follow(by, bad);
  auto const text = read();
  auto const account = platform().account();
  std::string const changes = R"(hai_requests_total{method="GET",route="/sessions/{id}/changes",status=)";
  EXPECT_EQ(text.at(changes + R"("200"})"), static_cast<double>(account.polls_200));
  EXPECT_EQ(text.at(changes + R"("503"})"), 1);
  EXPECT_EQ(text.at("hai_events_total"), static_cast<double>(account.events_served));
  EXPECT_EQ(text.at(R"(hai_connections_opened_total{handshake="full"})"),
            static_cast<double>(account.handshakes - account.handshakes_resumed));
  EXPECT_EQ(text.at(R"(hai_session_ends_total{state="completed",error_code=""})"), 1);
  EXPECT_EQ(text.at(R"(hai_session_ends_total{state="failed",error_code="environment_error"})"), 1);
  EXPECT_EQ(text.at(R"(hai_streams_ended_total{outcome="ended"})"), 2);
  EXPECT_EQ(text.at(R"(hai_connections{state="idle"})"), 1);
  EXPECT_EQ(text.at("hai_stream_stalled_seconds"), 0);
  EXPECT_EQ(text.samples_of("hai_sessions"), 12u);
}

TEST_F(metrics_of_a_client, show_the_sessions_that_are_followed_now) {
  serve();
  auto const id = platform().add_session(events(1));
  client by(io, options().observer(exporter));
  auto handle = by.session(id);
  run([&]() -> asio::awaitable<void> {
    co_await handle.next_event();
    co_await until_parked(1);
  });
  auto const text = read();
  EXPECT_EQ(text.at(R"(hai_sessions{state="running"})"), 1);
  EXPECT_EQ(text.at("hai_streams"), 1);
  EXPECT_EQ(text.at(R"(hai_connections{state="parked"})"), 1);
  handle.close();
  await(by.close());
  EXPECT_EQ(read().at(R"(hai_sessions{state="running"})"), 0);
}

}  // namespace
}  // namespace hai::test
