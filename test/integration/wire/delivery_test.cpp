// Every event once, in order, with its index, whatever the wire does (semantics 1 and 6).

#include <tuple>

#include "wire_fixture.hpp"

namespace hai::test {
namespace {

class delivery : public wire_test {};

TEST_F(delivery, crosses_the_page_cap_without_a_gap) {
  serve(platform_options().page_cap(7));
  auto const id = platform().add_session(finished(50));
  auto const result = follow(make_client(), id);
  EXPECT_EQ(result.state, session_state::completed);
  EXPECT_EQ(result.next_index, 51u);
}

TEST_F(delivery, starts_at_the_index_that_is_asked_for) {
  serve(platform_options().page_cap(3));
  auto const id = platform().add_session(finished(10));
  auto handle = make_client().session(id, 4);
  expect_whole(await(rest_of(handle)), id, 4);
  EXPECT_EQ(handle.next_index(), 11u);
}

TEST_F(delivery, numbers_events_from_where_the_server_says_and_drops_those_it_had) {
  serve();
  auto const id = platform().add_session(events(9));
  auto const page = [this](std::string const& first_index) {
    std::string const body = R"({"status":"running","new_events":[{"type":"A"},{"type":"B"}],"first_index":)";
    platform().fail(fault::reply(200, body + first_index + "}").route(changes_route));
  };
  page("5");  // of 0 to 4 the server has thrown away
  page("6");
  auto stream = make_client().session(id).stream();
  std::vector<std::uint64_t> indices;
  run([&]() -> asio::awaitable<void> {
    while (indices.size() < 4) indices.push_back((co_await stream.next())->index());
  });
  EXPECT_EQ(indices, (std::vector<std::uint64_t>{5, 6, 7, 8}));
  EXPECT_EQ(stream.next_index(), 9u);
}

TEST_F(delivery, reads_all_that_is_buffered_as_one_batch) {
  serve();
  auto const id = platform().add_session(finished(20));
  auto stream = make_client().session(id).stream();
  auto const all = run([&]() -> asio::awaitable<std::vector<event>> {
    std::vector<event> got;
    for (;;) {
      auto batch = co_await stream.next_batch();
      if (batch.empty()) break;
      got.insert(got.end(), batch.begin(), batch.end());
    }
    co_return got;
  });
  expect_whole(all, id);
  EXPECT_EQ(stream.next_index(), 21u);
}

TEST_F(delivery, gives_each_cursor_all_events) {
  serve();
  auto const id = platform().add_session(finished(5));
  auto handle = make_client().session(id);
  auto stream = handle.stream();
  expect_whole(await(rest_of(handle)), id);
  expect_whole(await(rest_of(stream)), id);
}

TEST_F(delivery, goes_on_after_an_empty_long_poll) {
  serve(platform_options().manual_time(true));
  auto const id = platform().add_session(script());
  when_parked([&] { platform().advance(25s); });
  when_parked([&] {
    platform().play(id, finished(2));
    platform().advance(1ms);
  });
  auto const result = follow(make_client(), id);
  EXPECT_EQ(result.state, session_state::completed);
  EXPECT_GE(platform().account().polls_204, 2u);
}

TEST_F(delivery, hands_an_event_over_while_the_session_works_on) {
  serve();
  auto const id = platform().add_session(script());
  when_parked([&] { platform().play(id, events(1)); });
  auto stream = make_client().session(id).stream();
  auto const first = await(stream.next());
  ASSERT_TRUE(first);
  EXPECT_EQ(first->raw(), platform().events(id).at(0));
}

TEST_F(delivery, replaces_a_reused_connection_that_died_unseen) {
  serve();
  auto const first = platform().add_session(finished(1));
  auto const second = platform().add_session(finished(2));
  struct failing final : observer {
    void on_stream_failing(std::string const&, error const&, std::chrono::milliseconds) override { ++count; }
    int count = 0;
  };
  auto const told = std::make_shared<failing>();
  client const by(io, options().observer(told));
  follow(by, first);
  platform().drop_connections();
  follow(by, second);
  EXPECT_EQ(told->count, 0);
}

TEST_F(delivery, outlives_a_restart_during_a_long_poll) {
  serve();
  auto const id = platform().add_session(events(2));
  when_parked([&] {
    platform().play(id, finished(2));
    platform().restart(50ms);
  });
  follow(make_client(), id);
}

TEST_F(delivery, honours_retry_after) {
  serve();
  auto const id = platform().add_session(finished(2));
  platform().fail(
      fault::reply(429, R"({"detail":"slow down"})", {{"Retry-After", "1"}}).route(changes_route));
  auto const before = std::chrono::steady_clock::now();
  follow(make_client(), id);
  EXPECT_GE(std::chrono::steady_clock::now() - before, 1s);  // the least it may be, not a measure of speed
}

TEST_F(delivery, steps_its_wait_down_when_the_server_refuses_it) {
  serve(platform_options().max_wait(10s));
  auto const id = platform().add_session(script());
  when_parked([&] { platform().play(id, finished(2)); });
  follow(make_client(), id);
  std::vector<std::uint64_t> refused;
  std::uint64_t longest = 0;
  for (auto const& each : platform().account().recent) {
    if (each.status == 422) refused.push_back(each.wait_for_seconds.value_or(0));
    if (each.status == 200) longest = std::max(longest, each.wait_for_seconds.value_or(0));
  }
  EXPECT_EQ(refused, (std::vector<std::uint64_t>{25, 12}));
  EXPECT_EQ(longest, 6u);
}

TEST_F(delivery, narrows_a_page_that_is_cut_twice) {
  serve();
  auto const id = platform().add_session(finished(200));
  auto const large = [](sim::request_record const& request) { return !request.limit; };
  platform().fail(fault::cut_body(9000).route(changes_route).when(large).times(2));
  follow(make_client(), id);
  bool narrowed = false;
  for (auto const& each : platform().account().recent) narrowed = narrowed || each.limit.has_value();
  EXPECT_TRUE(narrowed);
}

struct named_fault {
  char const* name;
  fault what;
};

void PrintTo(named_fault const& each, std::ostream* out) { *out << each.name; }

class delivery_despite : public wire_test, public testing::WithParamInterface<named_fault> {};

TEST_P(delivery_despite, a_fault_on_polls_loses_and_doubles_nothing) {
  serve(platform_options().page_cap(4));
  auto const id = platform().add_session(finished(10));
  auto what = GetParam().what;
  platform().fail(what.route(changes_route).skip(1).times(2));
  auto const result = follow(make_client(), id);
  EXPECT_EQ(result.state, session_state::completed);
  EXPECT_EQ(result.answer, "done");
  EXPECT_EQ(platform().account().faults, 2u);
}

TEST_P(delivery_despite, a_fault_on_the_status_call_changes_no_end) {
  serve();
  auto const id = platform().add_session(events(3).ends("failed", "It broke.", "internal"));
  auto what = GetParam().what;
  platform().fail(what.route(status_route));
  auto const result = follow(make_client(), id);
  EXPECT_EQ(result.state, session_state::failed);
  EXPECT_EQ(result.error, "It broke.");
}

INSTANTIATE_TEST_SUITE_P(
    wire, delivery_despite,
    testing::Values(
        named_fault{"drop_request", fault::drop_request()}, named_fault{"drop_reply", fault::drop_reply()},
        named_fault{"cut_head", fault::cut_reply(20)}, named_fault{"cut_after_one_byte", fault::cut_body(1)},
        named_fault{"cut_within_an_event", fault::cut_body(150)}, named_fault{"garbage", fault::garbage()},
        named_fault{"not_json", fault::reply(200, "<html>hello</html>")},
        named_fault{"half_a_page", fault::reply(200, R"({"status":"running","new_events":[{"ty)")},
        named_fault{"server_error", fault::reply(500, "oops")},
        named_fault{"bad_gateway", fault::reply(502, "<html>bad gateway</html>")},
        named_fault{"request_timeout", fault::reply(408)},
        named_fault{"connection_close", fault::connection_close()},
        named_fault{"slow_body", fault::slow_body(64, 1ms)}, named_fault{"restart", fault::restart(20ms)}),
    [](auto const& each) { return each.param.name; });

using wire_shape = std::tuple<sim::body_framing, bool>;
class delivery_framed : public wire_test, public testing::WithParamInterface<wire_shape> {};

TEST_P(delivery_framed, reads_each_framing_plain_and_compressed) {
  serve(platform_options().page_cap(6).framing(std::get<0>(GetParam())).gzip(std::get<1>(GetParam())));
  auto const id = platform().add_session(finished(20));
  EXPECT_EQ(follow(make_client(), id).answer, "done");
}

TEST_P(delivery_framed, finds_a_body_that_is_cut_short) {
  serve(platform_options().page_cap(6).framing(std::get<0>(GetParam())).gzip(std::get<1>(GetParam())));
  auto const id = platform().add_session(finished(20));
  platform().fail(fault::cut_body(40).route(changes_route));
  EXPECT_EQ(follow(make_client(), id).answer, "done");
}

INSTANTIATE_TEST_SUITE_P(wire, delivery_framed,
                         testing::Combine(testing::Values(sim::body_framing::content_length,
                                                          sim::body_framing::chunked,
                                                          sim::body_framing::close_delimited),
                                          testing::Bool()));

}  // namespace
}  // namespace hai::test
