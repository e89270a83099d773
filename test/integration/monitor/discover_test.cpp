// Sessions that the monitor finds by itself.

#include <algorithm>

#include "integration/monitor/monitor_fixture.hpp"
#include "integration/wire/skewed_machine.hpp"
#include "monitor/monitor_core.hpp"

namespace hai::test {
namespace {

constexpr char const* list_route = "GET /sessions";

class monitor_discovery : public monitor_test {};

/// To whom much time passes whenever a sweep has failed.
class impatient final : public observer {
 public:
  explicit impatient(std::shared_ptr<skewed_machine> machine) : machine_(std::move(machine)) {}
  void on_sweep_failing(observed::sweep_failing const&) override { machine_->put_forward(31s); }

 private:
  std::shared_ptr<skewed_machine> const machine_;
};

TEST_F(monitor_discovery, finds_what_the_filter_fits_over_all_pages) {
  serve();
  std::vector<std::string> ours;
  for (int each = 0; each < 230; ++each) {
    script one = finished(2);
    if (each % 2 == 0) one.group_id("ours");
    auto const id = platform().add_session(one);
    if (each % 2 == 0) ours.push_back(id);
  }
  auto monitor = make_monitor();
  monitor.discover(session_filter().group_id("ours"), 1h);
  told_sessions told;
  run([&]() -> asio::awaitable<void> {
    for (std::size_t ended = 0; ended < ours.size();) {
      auto const item = co_await monitor.next();
      note(told, *item);
      ended += item->end() != nullptr;
    }
  });
  EXPECT_EQ(told.size(), ours.size());
  for (auto const& id : ours) expect_told(told, id);
  EXPECT_EQ(requests(list_route), 2u);
}

TEST_F(monitor_discovery, finds_later_ones_and_tells_each_once_however_found) {
  serve();
  auto const first = platform().add_session(finished(3));
  auto monitor = make_monitor();
  monitor.watch(first);
  monitor.discover(session_filter(), 1s);
  monitor.discover(session_filter().agent("h/web-surfer-pro"), 1s);
  expect_told(read_to_end_of(monitor, first), first);
  auto const second = platform().add_session(finished(4));
  auto const told = read_to_end_of(monitor, second);
  expect_told(told, second);
  EXPECT_EQ(told.count(first), 0u);
}

TEST_F(monitor_discovery, an_ended_session_is_told_again_only_when_it_is_in_flight_again) {
  serve();
  auto const id = platform().add_session(events(2).ends("idle").on_message(finished(3)));
  client api = make_client();
  session_monitor monitor(api);
  monitor.discover(session_filter(), 1s);
  told_sessions told = read_to_end_of(monitor, id);
  EXPECT_EQ(told.at(id).ends[0].state, session_state::idle);
  std::size_t const first_turn = told.at(id).events.size();
  run([&]() -> asio::awaitable<void> {
    auto const sweeps = requests(list_route);
    asio::steady_timer timer(io);
    while (requests(list_route) < sweeps + 2) {
      timer.expires_after(50ms);
      co_await timer.async_wait(asio::use_awaitable);
    }
    auto handle = api.session(id);
    user_message more("go on");
    co_await handle.send_message(std::move(more));
  });
  // The turn may be over before the list is read again: what is watched by hand goes on all the same.
  platform().play(id, script().state(0ms, "running"));
  auto item =
      run([&]() -> asio::awaitable<std::optional<monitor_item>> { co_return co_await monitor.next(); });
  ASSERT_TRUE(item && item->event());
  EXPECT_EQ(item->session_id(), id);
  EXPECT_EQ(item->event()->index(), first_turn);
}

TEST_F(monitor_discovery, leaves_alone_what_was_unwatched) {
  serve();
  auto const dropped = platform().add_session(script().event(0ms, "A"));
  auto monitor = make_monitor();
  monitor.discover(session_filter(), 1s);
  run([&]() -> asio::awaitable<void> { co_await monitor.next(); });
  monitor.unwatch(dropped);
  auto const later = platform().add_session(finished(1));
  auto const told = read_to_end_of(monitor, later);
  EXPECT_EQ(told.count(dropped), 0u);
}

TEST_F(monitor_discovery, outlives_what_is_transient) {
  serve();
  auto const id = platform().add_session(finished(3));
  platform().fail(fault::reply(503).route(list_route).times(4));
  platform().fail(fault::drop_reply().route(list_route).times(2));
  auto monitor = make_monitor();
  monitor.discover(session_filter(), 1s);
  expect_told(read_to_end_of(monitor, id), id);
}

TEST_F(monitor_discovery, gives_up_after_30_s_where_no_reply_ever_came) {
  serve();
  auto const machine = std::make_shared<skewed_machine>();
  auto const made = options().observer(std::make_shared<impatient>(machine));
  platform().stop();
  auto const core = api::client_core::make(io.get_executor(), made, machine);
  auto const monitor = detail::monitor_core::make(api::caller{core, api::settings_from(made)}, {});
  monitor->discover(session_filter(), 1s);
  std::shared_ptr<detail::cursor<std::optional<monitor_item>>> const items = monitor;
  auto const gone = failure(detail::async_take(items, asio::use_awaitable));
  EXPECT_EQ(gone.code(), errc::gave_up);
  EXPECT_TRUE(std::string_view(gone.what()).starts_with("gave up after 30 s ")) << gone.what();
  monitor->close();
}

TEST_F(monitor_discovery, a_failure_for_good_is_thrown_once_and_the_rest_goes_on) {
  serve();
  auto const id = platform().add_session(finished(3));
  platform().fail(fault::reply(403, R"({"detail":"not yours"})").route(list_route));
  auto monitor = make_monitor();
  monitor.discover(session_filter(), 1s);
  auto const failed = failure(monitor.next());
  EXPECT_EQ(failed.code(), errc::forbidden);
  EXPECT_STREQ(failed.what(), "GET /sessions: 403: not yours");
  monitor.watch(id);
  expect_told(read_all(monitor), id);
}

TEST_F(monitor_discovery, goes_on_from_a_checkpoint_without_what_has_ended) {
  serve();
  auto const ended = platform().add_session(finished(3));
  auto const open = platform().add_session(events(4));
  boost::json::value checkpoint;
  {
    auto first = make_monitor();
    first.discover(session_filter(), 1s);
    told_sessions told;
    run([&]() -> asio::awaitable<void> {
      while (told[ended].ends.empty() || told[open].events.size() < 4) {
        auto const item = co_await first.next();
        note(told, *item);
      }
    });
    first.next([](std::exception_ptr, auto) {});
    checkpoint = first.checkpoint();
  }
  platform().play(open, script().event(0ms, "Last").ends("completed"));
  auto second = make_monitor();
  second.discover(session_filter(), 1s);
  second.restore(checkpoint);
  auto const told = read_to_end_of(second, open);
  expect_told(told, open, 4);
  EXPECT_EQ(told.count(ended), 0u);
}

}  // namespace
}  // namespace hai::test
