// Many sessions through one cursor: every event once and in order, ends and failures of their own session
// only.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <thread>

#include "integration/monitor/monitor_fixture.hpp"

namespace hai::test {
namespace {

class monitor_delivery : public monitor_test {
 protected:
  std::vector<std::string> add(std::size_t sessions, std::size_t events_each) {
    std::vector<std::string> ids;
    for (std::size_t each = 0; each < sessions; ++each)
      ids.push_back(platform().add_session(finished(events_each + each % 5)));
    return ids;
  }
};

TEST_F(monitor_delivery, every_event_of_many_sessions_once_and_in_order) {
  serve(platform_options().page_cap(7));
  auto const ids = add(60, 40);
  auto monitor = make_monitor();
  for (auto const& id : ids) monitor.watch(id);
  auto const told = read_all(monitor);
  EXPECT_EQ(told.size(), ids.size());
  for (auto const& id : ids) expect_told(told, id);
}

TEST_F(monitor_delivery, batches_bring_the_same) {
  serve(platform_options().page_cap(30));
  auto const ids = add(60, 40);
  auto monitor = make_monitor();
  for (auto const& id : ids) monitor.watch(id);
  auto const told = read_all_batches(monitor);
  for (auto const& id : ids) expect_told(told, id);
}

TEST_F(monitor_delivery, a_small_buffer_loses_nothing) {
  serve();
  auto const ids = add(12, 100);
  for (std::size_t const buffer : {1u, 3u, 16u}) {
    auto monitor = make_monitor(monitor_options().buffer(buffer).buffer_bytes(buffer == 3 ? 200 : 1u << 20));
    for (auto const& id : ids) monitor.watch(id);
    auto const told = buffer == 16 ? read_all_batches(monitor) : read_all(monitor);
    for (auto const& id : ids) expect_told(told, id);
  }
}

TEST_F(monitor_delivery, fewer_connections_than_sessions) {
  serve();
  auto const ids = add(30, 20);
  session_monitor monitor(client(io, options().pool(pool_options().max_connections(3))));
  for (auto const& id : ids) monitor.watch(id);
  auto const told = read_all(monitor);
  for (auto const& id : ids) expect_told(told, id);
}

TEST_F(monitor_delivery, an_index_to_begin_with) {
  serve();
  auto const id = platform().add_session(finished(20));
  auto monitor = make_monitor();
  monitor.watch(id, 13);
  expect_told(read_all(monitor), id, 13);
}

TEST_F(monitor_delivery, one_session_that_cannot_be_followed_disturbs_no_other) {
  serve();
  auto const ids = add(3, 5);
  auto monitor = make_monitor();
  monitor.watch("no-such-session");
  for (auto const& id : ids) monitor.watch(id);
  auto const told = read_all(monitor);
  ASSERT_EQ(told.at("no-such-session").failures.size(), 1u);
  EXPECT_EQ(told.at("no-such-session").failures[0].code(), errc::not_found);
  EXPECT_EQ(told.at("no-such-session").failures[0].status(), 404);
  for (auto const& id : ids) expect_told(told, id);
}

TEST_F(monitor_delivery, faults_of_the_server_cost_no_event) {
  serve(platform_options().page_cap(5).seed(7));
  auto const ids = add(25, 30);
  for (auto const& each : {fault::drop_reply(), fault::cut_body(40), fault::garbage(), fault::reply(503)}) {
    fault often = each;
    platform().fail(often.probability(0.06).always());
  }
  auto monitor = make_monitor();
  for (auto const& id : ids) monitor.watch(id);
  auto const told = read_all(monitor);
  for (auto const& id : ids) expect_told(told, id);
}

TEST_F(monitor_delivery, nothing_watched_is_an_empty_read_and_not_for_good) {
  serve();
  auto monitor = make_monitor();
  EXPECT_TRUE(read_all(monitor).empty());
  EXPECT_TRUE(read_all_batches(monitor).empty());
  auto const id = platform().add_session(finished(3));
  monitor.watch(id);
  expect_told(read_all(monitor), id);
  monitor.watch(id, 2);  // what has ended may be watched again
  expect_told(read_all(monitor), id, 2);
}

TEST_F(monitor_delivery, a_session_watched_twice_is_told_once) {
  serve();
  auto const id = platform().add_session(finished(6));
  auto monitor = make_monitor();
  monitor.watch(id, 1);
  monitor.watch(id, 4);
  expect_told(read_all(monitor), id, 1);
}

TEST_F(monitor_delivery, watch_while_somebody_waits) {
  serve();
  auto const silent = platform().add_session(script());
  auto const id = platform().add_session(finished(3));
  auto monitor = make_monitor();
  monitor.watch(silent);
  when_parked([&] { asio::post(io, [&] { monitor.watch(id); }); });
  expect_told(read_to_end_of(monitor, id), id);
}

TEST_F(monitor_delivery, unwatching_the_last_session_ends_the_wait) {
  serve();
  auto const silent = platform().add_session(script());
  auto monitor = make_monitor();
  monitor.watch(silent);
  when_parked([&] { asio::post(io, [&] { monitor.unwatch(silent); }); });
  EXPECT_TRUE(read_all(monitor).empty());
}

TEST_F(monitor_delivery, unwatch_drops_what_is_buffered) {
  serve();
  auto const dropped = platform().add_session(events(10));
  auto const kept = platform().add_session(finished(10));
  auto monitor = make_monitor();
  monitor.watch(dropped);
  run([&]() -> asio::awaitable<void> {
    auto const item = co_await monitor.next();
    EXPECT_EQ(item->session_id(), dropped);
  });
  monitor.watch(kept);
  monitor.unwatch(dropped);
  monitor.unwatch("never watched");
  auto const told = read_all(monitor);
  EXPECT_EQ(told.count(dropped), 0u);
  expect_told(told, kept);
}

TEST_F(monitor_delivery, sessions_take_turns) {
  serve();
  auto const flood = platform().add_session(events(400));
  auto monitor = make_monitor();
  monitor.watch(flood);
  run([&]() -> asio::awaitable<void> {
    co_await monitor.next();
    auto const small = platform().add_session(finished(1));
    monitor.watch(small);
    auto handle = make_client().session(small);
    while (co_await handle.next_event()) {  // by now the monitor has it too, or nearly
    }
    std::size_t before = 0;
    for (;; ++before) {
      auto const item = co_await monitor.next();
      if (item->session_id() == small) break;
    }
    EXPECT_LE(before, 256u);
  });
}

TEST_F(monitor_delivery, a_full_buffer_stops_the_polling) {
  serve(platform_options().page_cap(1000));
  auto const flood = platform().add_session(events(5000));
  auto const other = platform().add_session(events(5));
  auto monitor = make_monitor(monitor_options().buffer(40));
  monitor.watch(flood);
  monitor.watch(other);
  run([&]() -> asio::awaitable<void> {
    co_await monitor.next();
    asio::steady_timer timer(io, 300ms);  // nothing is judged by it: more time can only show more
    co_await timer.async_wait(asio::use_awaitable);
  });
  auto const account = platform().account();
  EXPECT_LE(account.sessions.at(flood).events_served, 21u);
  EXPECT_LE(account.sessions.at(other).events_served, 15u);
}

TEST_F(monitor_delivery, a_second_reader_is_told_so) {
  serve();
  auto const silent = platform().add_session(script());
  auto monitor = make_monitor();
  monitor.watch(silent);
  std::exception_ptr first, second, third;
  bool done = false;
  monitor.next([&](std::exception_ptr failure, auto) { first = failure; });
  monitor.next([&](std::exception_ptr failure, auto) { second = failure; });
  monitor.next_batch([&](std::exception_ptr failure, auto) { third = failure, done = true; });
  drive(done);
  EXPECT_EQ(to_error(second).code(), errc::already_waiting);
  EXPECT_EQ(to_error(third).code(), errc::already_waiting);
  EXPECT_FALSE(first);
}

TEST_F(monitor_delivery, any_token_reads) {
  serve();
  auto const id = platform().add_session(finished(4));
  auto monitor = make_monitor();
  monitor.watch(id);
  told_sessions told;
  auto future = monitor.next(asio::use_future);
  while (future.wait_for(0s) != std::future_status::ready) io.run_one();
  note(told, *future.get());
  auto strand = asio::make_strand(io);
  bool done = false;
  monitor.next_batch(asio::bind_executor(strand, [&](std::exception_ptr, std::vector<monitor_item> batch) {
    EXPECT_TRUE(strand.running_in_this_thread());
    EXPECT_FALSE(batch.empty());
    for (auto const& item : batch) note(told, item);
    done = true;
  }));
  drive(done);
  auto const left = read_all(monitor);
  if (auto const rest = left.find(id); rest != left.end()) {
    std::ranges::copy(rest->second.events, std::back_inserter(told[id].events));
    std::ranges::copy(rest->second.ends, std::back_inserter(told[id].ends));
  }
  expect_told(told, id);
}

TEST_F(monitor_delivery, a_cancelled_wait_loses_nothing) {
  using namespace asio::experimental::awaitable_operators;
  serve();
  std::vector<std::string> ids;
  for (unsigned each = 0; each < 8; ++each)
    ids.push_back(platform().add_session(script::lifelike(each, 8, 20ms)));
  auto monitor = make_monitor();
  for (auto const& id : ids) monitor.watch(id);
  told_sessions told;
  std::size_t cancelled = 0;
  run([&]() -> asio::awaitable<void> {
    asio::steady_timer timer(io);
    for (std::size_t ended = 0; ended < ids.size();) {
      timer.expires_after(std::chrono::microseconds(cancelled * 37 % 900));
      auto wait = timer.async_wait(asio::as_tuple(asio::use_awaitable));
      auto race = monitor.next() || std::move(wait);
      auto const won = co_await std::move(race);
      if (won.index() == 1) {
        ++cancelled;
        continue;
      }
      auto const& item = *std::get<0>(won);
      note(told, item);
      ended += item.end() != nullptr;
    }
  });
  EXPECT_GT(cancelled, 0u);
  for (auto const& id : ids) expect_told(told, id);
}

TEST_F(monitor_delivery, a_closed_client_ends_the_wait_and_what_is_read_before_stays) {
  serve();
  auto const silent = platform().add_session(events(3));
  client api = make_client();
  session_monitor monitor(api);
  monitor.watch(silent);
  when_parked([&] { asio::post(io, [&] { asio::co_spawn(io, api.close(), [](std::exception_ptr) {}); }); });
  std::size_t read = 0;
  auto const failed = failure([](session_monitor& from, std::size_t& count) -> asio::awaitable<void> {
    while (co_await from.next()) ++count;
  }(monitor, read));
  EXPECT_EQ(failed.code(), errc::closed);
  EXPECT_EQ(read, 3u);
  EXPECT_THROW(monitor.watch("another"), error);
  EXPECT_THROW(session_monitor(api, monitor_options()), error);
}

TEST_F(monitor_delivery, closing_the_monitor_ends_the_wait_at_once) {
  serve();
  auto const silent = platform().add_session(script());
  auto monitor = make_monitor();
  monitor.watch(silent);
  when_parked([&] { asio::post(io, [&] { monitor.close(); }); });
  EXPECT_EQ(failure(monitor.next()).code(), errc::closed);
  EXPECT_EQ(failure(monitor.next()).code(), errc::closed);
  monitor.close();
}

TEST_F(monitor_delivery, destroying_it_leaves_nothing_at_work) {
  serve();
  auto const silent = platform().add_session(script());
  client api = make_client();
  {
    session_monitor monitor(api);
    monitor.watch(silent);
    monitor.discover(session_filter(), 1h);
    bool done = false;
    when_parked([&] { asio::post(io, [&] { done = true; }); });
    monitor.next([](std::exception_ptr, auto) {});
    drive(done);
  }
  io.restart();
  io.run();  // returns: nothing is left to do
  EXPECT_EQ(api.stats().connections_parked, 0u);
}

TEST_F(monitor_delivery, it_may_outlive_its_context) {
  serve();
  auto const silent = platform().add_session(events(2));
  std::optional<session_monitor> monitor;
  {
    asio::io_context own;
    monitor.emplace(client(own, options()));
    monitor->watch(silent);
    monitor->discover(session_filter(), 1h);
    bool called = false;
    monitor->next([&](std::exception_ptr, auto) { called = true; });
    while (!called) own.run_one();
    monitor->next_batch([](std::exception_ptr, auto) {});
    own.run_for(20ms);
  }
  EXPECT_EQ(failure(monitor->next()).code(), errc::closed);
  EXPECT_THROW(monitor->watch("another"), error);
  monitor.reset();
}

TEST_F(monitor_delivery, options_and_ids_are_refused_before_a_byte_is_sent) {
  serve();
  auto const refusal = [&](auto action) {
    try {
      action();
    } catch (error const& refused) {
      EXPECT_EQ(refused.code(), errc::invalid_argument);
      return std::string(refused.what());
    }
    return std::string("not refused");
  };
  EXPECT_EQ(refusal([&] { make_monitor(monitor_options().buffer(0)); }),
            "monitor_options: buffer: at least 1 event");
  EXPECT_EQ(refusal([&] { make_monitor(monitor_options().buffer_bytes(0)); }),
            "monitor_options: buffer_bytes: at least 1 byte");
  auto monitor = make_monitor();
  EXPECT_EQ(refusal([&] { monitor.discover(session_filter(), 0s); }), "discover: every: must be more than 0");
  EXPECT_NE(refusal([&] { monitor.discover(session_filter().page(2), 1s); }).find("page"), std::string::npos);
  EXPECT_NE(refusal([&] { monitor.discover(session_filter().size(500), 1s); }).find("size"),
            std::string::npos);
  EXPECT_NE(refusal([&] { monitor.watch(""); }), "not refused");
  EXPECT_EQ(all_requests(), 0u);
}

TEST_F(monitor_delivery, sessions_come_and_go_from_other_threads) {
  serve();
  auto const ids = add(40, 10);
  auto const silent = platform().add_session(script());
  auto monitor = make_monitor();
  monitor.watch(silent);
  std::thread other([&] {
    for (auto const& id : ids) monitor.watch(id);
    for (int round = 0; round < 50; ++round) {
      monitor.watch("temporary-" + std::to_string(round));
      monitor.unwatch("temporary-" + std::to_string(round));
      monitor.checkpoint();
    }
    for (auto const& id : ids) {
      while (platform().account().sessions.at(id).events_served < platform().events(id).size())
        std::this_thread::yield();
    }
    monitor.unwatch(silent);
  });
  auto told = read_all(monitor);
  other.join();
  for (auto const& id : ids) expect_told(told, id);
}

}  // namespace
}  // namespace hai::test
