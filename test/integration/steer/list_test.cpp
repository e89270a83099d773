// Lists, page by page and through cursors: sessions, history, quota.

#include <algorithm>
#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <hai/detail/aborted.hpp>

#include "integration/wire/wire_fixture.hpp"

namespace hai::test {
namespace {

constexpr char const* list_route = "GET /sessions";
constexpr char const* events_route = "GET /sessions/{id}/events";

asio::awaitable<std::vector<std::string>> ids_of(session_cursor cursor, std::size_t most = 1000) {
  std::vector<std::string> ids;
  while (ids.size() < most) {
    auto const one = co_await cursor.next();
    if (!one) break;
    ids.push_back(one->id);
  }
  co_return ids;
}

asio::awaitable<std::vector<event>> events_of(history_cursor cursor) {
  std::vector<event> got;
  while (auto one = co_await cursor.next()) got.push_back(std::move(*one));
  co_return got;
}

class lists : public wire_test {
 protected:
  std::vector<std::string> add_sessions(std::size_t count) {
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < count; ++i) ids.push_back(platform().add_session(script()));
    return ids;
  }
};

TEST_F(lists, a_page_of_sessions_fits_the_filter) {
  serve();
  platform().add_session(script().agent("h/a").group_id("g"));
  platform().add_session(script().agent("h/b").group_id("g"));
  auto const wanted = platform().add_session(script().agent("h/a").group_id("g").starts("idle"));
  session_filter filter;
  filter.agent("h/a").group_id("g").status(session_state::idle).status(session_state::paused);
  auto const found = await(make_client().list_sessions(filter));
  ASSERT_EQ(found.items.size(), 1u);
  EXPECT_EQ(found.items[0].id, wanted);
  EXPECT_EQ(found.items[0].state, session_state::idle);
}

TEST_F(lists, a_cursor_reads_all_pages) {
  serve();
  auto const ids = add_sessions(7);
  session_filter by_threes;
  by_threes.size(3).sort("created_at");
  EXPECT_EQ(await(ids_of(make_client().sessions(by_threes))), ids);
  EXPECT_EQ(requests(list_route), 3u);
}

TEST_F(lists, a_cursor_takes_large_pages_unless_told_otherwise) {
  serve();
  auto const ids = add_sessions(101);
  EXPECT_EQ(await(ids_of(make_client().sessions())).size(), ids.size());
  EXPECT_EQ(requests(list_route), 2u);
}

TEST_F(lists, a_cursor_tells_a_session_that_moved_to_the_next_page_once) {
  serve();
  auto ids = add_sessions(4);
  auto cursor = make_client().sessions(session_filter().size(2));
  auto read = await(ids_of(cursor, 2));
  add_sessions(1);
  auto const rest = await(ids_of(cursor));
  read.insert(read.end(), rest.begin(), rest.end());
  std::reverse(ids.begin(), ids.end());
  EXPECT_EQ(read, ids);
}

TEST_F(lists, a_cursor_goes_on_after_a_failure) {
  serve();
  auto const ids = add_sessions(3);
  platform().fail(fault::reply(403, R"({"detail":"not yet"})").route(list_route).skip(1));
  auto cursor = make_client().sessions(session_filter().size(2).sort("created_at"));
  auto read = await(ids_of(cursor, 2));
  EXPECT_EQ(failure(cursor.next()).code(), errc::forbidden);
  auto const rest = await(ids_of(cursor));
  read.insert(read.end(), rest.begin(), rest.end());
  EXPECT_EQ(read, ids);
}

TEST_F(lists, a_second_read_of_a_cursor_is_refused_while_one_waits) {
  serve();
  add_sessions(1);
  auto cursor = make_client().sessions();
  int done = 0;
  bool both = false;
  errc second{};
  cursor.next([&](std::exception_ptr failed, std::optional<session_summary> one) {
    EXPECT_FALSE(failed);
    EXPECT_TRUE(one);
    both = ++done == 2;
  });
  cursor.next([&](std::exception_ptr failed, std::optional<session_summary>) {
    second = static_cast<errc>(to_error(failed).code().value());
    both = ++done == 2;
  });
  drive(both);
  EXPECT_EQ(second, errc::already_waiting);
}

TEST_F(lists, a_cancelled_read_of_a_cursor_leaves_nothing_out) {
  serve();
  auto const ids = add_sessions(2);
  platform().fail(fault::silence().route(list_route));
  auto cursor = make_client().sessions(session_filter().sort("created_at"));
  asio::cancellation_signal signal;
  std::exception_ptr cut;
  bool done = false;
  auto on_done = [&](std::exception_ptr failed, std::optional<session_summary>) {
    cut = failed, done = true;
  };
  cursor.next(asio::bind_cancellation_slot(signal.slot(), on_done));
  run([&]() -> asio::awaitable<void> {
    while (all_requests() == 0) co_await asio::post(io, asio::use_awaitable);
  });
  signal.emit(asio::cancellation_type::all);
  drive(done);
  EXPECT_TRUE(detail::is_aborted(cut));
  EXPECT_EQ(await(ids_of(cursor)), ids);
}

/// Reads two cursors, each whole, by races between them.
asio::awaitable<void> race(session_cursor one, session_cursor other, std::vector<std::string>& first,
                           std::vector<std::string>& second) {
  using namespace asio::experimental::awaitable_operators;
  auto const one_of_first = co_await one.next();  // from then on both have a page at hand
  auto const one_of_second = co_await other.next();
  first.push_back(one_of_first->id);
  second.push_back(one_of_second->id);
  for (bool left_over = false, right_over = false; !left_over && !right_over;) {
    auto both = one.next() || other.next();
    auto got = co_await std::move(both);
    if (auto* const left = std::get_if<0>(&got)) {
      left_over = !*left;
      if (*left) first.push_back((*left)->id);
    } else {
      auto& right = std::get<1>(got);
      right_over = !right;
      if (right) second.push_back(right->id);
    }
  }
  for (auto const& id : co_await ids_of(one)) first.push_back(id);
  for (auto const& id : co_await ids_of(other)) second.push_back(id);
}

TEST_F(lists, a_cursor_that_loses_a_race_keeps_its_item) {
  serve();
  auto const ids = add_sessions(10);
  auto const by = make_client();
  session_filter in_order;
  in_order.sort("created_at").size(4);
  std::vector<std::string> first, second;
  run([&] { return race(by.sessions(in_order), by.sessions(in_order), first, second); });
  EXPECT_EQ(first, ids);
  EXPECT_EQ(second, ids);
}

TEST_F(lists, a_reader_that_goes_with_its_context_keeps_the_cursor_until_its_page_is_in) {
  serve();
  auto const ids = add_sessions(2);
  std::promise<void> opened;
  std::atomic<bool> asked = false;
  auto const gate = [&asked, open = opened.get_future().share()](sim::request_record const&) {
    asked = true;
    open.wait();
    return false;
  };
  platform().fail(fault::silence().route(list_route).when(gate));
  auto cursor = make_client().sessions(session_filter().sort("created_at"));
  {
    asio::io_context home(1);
    asio::co_spawn(home, ids_of(cursor), asio::detached);
    home.poll();
    run([&]() -> asio::awaitable<void> {
      while (!asked) co_await asio::post(io, asio::use_awaitable);
    });
  }
  EXPECT_EQ(failure(cursor.next()).code(), errc::already_waiting);
  opened.set_value();
  std::vector<std::string> read;
  while (read.empty()) {
    try {
      read = await(ids_of(cursor));
    } catch (error const& why) {
      ASSERT_EQ(why.code(), errc::already_waiting);
    }
  }
  EXPECT_EQ(read, ids);
  EXPECT_EQ(requests(list_route), 1u);
}

TEST_F(lists, parameters_out_of_range_are_refused_before_a_byte) {
  serve();
  auto const client = make_client();
  EXPECT_EQ(failure(client.list_sessions(session_filter().size(101))).code(), errc::invalid_argument);
  auto cursor = client.sessions(session_filter().page(0));
  EXPECT_EQ(failure(cursor.next()).code(), errc::invalid_argument);
  EXPECT_EQ(failure(client.session("s").history(history_query().size(201))).code(), errc::invalid_argument);
  EXPECT_EQ(platform().account().connections, 0u);
}

TEST_F(lists, an_empty_cursor_fails_as_closed) {
  serve();
  EXPECT_EQ(failure(session_cursor().next()).code(), errc::closed);
  EXPECT_EQ(failure(history_cursor().next()).code(), errc::closed);
}

TEST_F(lists, quota_counts_the_sessions_at_work) {
  serve(platform_options().concurrency_limit(3));
  add_sessions(2);
  auto const quota = await(make_client().quota());
  EXPECT_EQ(quota.limit, 3);
  EXPECT_EQ(quota.active, 2);
  EXPECT_EQ(quota.available, 1);
}

TEST_F(lists, history_numbers_events_where_the_order_tells) {
  serve();
  auto const id = platform().add_session(events(5));
  auto const handle = make_client().session(id);
  auto const page = await(handle.history(history_query().page(2).size(2)));
  EXPECT_EQ(page.total, 5);
  EXPECT_EQ(page.page, 2);
  ASSERT_EQ(page.items.size(), 2u);
  EXPECT_EQ(page.items[0].index(), 2u);
  EXPECT_EQ(page.items[0].raw(), platform().events(id)[2]);

  auto const newest_first = await(handle.history(history_query().sort("-timestamp")));
  EXPECT_EQ(newest_first.items.at(0).index(), event::no_index);
  EXPECT_EQ(newest_first.items.at(0).raw(), platform().events(id)[4]);
  auto const of_a_type = await(handle.history(history_query().type(std::string(page.items[0].type()))));
  EXPECT_EQ(of_a_type.items.at(0).index(), event::no_index);
}

TEST_F(lists, replay_tells_the_whole_history) {
  serve();
  auto const id = platform().add_session(finished(450));
  expect_whole(await(events_of(make_client().session(id).replay())), id);
  EXPECT_EQ(requests(events_route), 3u);
}

TEST_F(lists, replay_newest_first_tells_no_event_twice_while_more_come) {
  serve();
  auto const id = platform().add_session(events(6));
  auto cursor = make_client().session(id).replay(history_query().size(2).sort("-timestamp"));
  std::vector<std::string> got;
  run([&]() -> asio::awaitable<void> {
    for (int i = 0; i < 2; ++i) {
      auto const one = co_await cursor.next();
      if (one) got.emplace_back(one->raw());
    }
  });
  auto expected = platform().events(id);
  std::reverse(expected.begin(), expected.end());
  platform().play(id, events(3));
  for (auto const& each : await(events_of(cursor))) got.emplace_back(each.raw());
  EXPECT_EQ(got, expected);
}

}  // namespace
}  // namespace hai::test
