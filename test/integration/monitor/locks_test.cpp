// What the library gives to the client's executor, it gives without a lock held: an executor of a user's own
// may call the library from there.

#include "integration/monitor/hooked_executor.hpp"
#include "integration/monitor/monitor_fixture.hpp"

namespace hai::test {
namespace {

class no_lock_is_held : public monitor_test {
 protected:
  client hooked_client() {
    hooked_executor executor(io.get_executor(), hook);
    return client(executor, options());
  }

  std::shared_ptr<std::function<void()>> hook = std::make_shared<std::function<void()>>([] {});
};

TEST_F(no_lock_is_held, while_a_monitor_gives_work_to_its_strands) {
  serve();
  auto const parent = platform().add_session(finished(2));
  auto const child = platform().add_session(finished(1).parent_session_id(parent));
  auto const unwanted = platform().add_session(script());
  for (bool const with_events : {true, false}) {
    session_monitor monitor(hooked_client(), monitor_options().events(with_events).follow_subagents(true));
    int calls = 0;
    *hook = [&] {
      ++calls;
      monitor.checkpoint();  // would wait for itself
      monitor.unwatch("no-such-session");
    };
    monitor.watch(parent);
    monitor.watch(unwanted);
    auto told = read_to_end_of(monitor, child);
    monitor.unwatch(unwanted);
    auto const rest = read_all(monitor);
    told.insert(rest.begin(), rest.end());
    EXPECT_EQ(told.at(parent).ends.size(), 1u);
    EXPECT_GT(calls, 10);
    *hook = [] {};
  }
}

TEST_F(no_lock_is_held, while_a_cursor_that_begins_is_told_of_an_earlier_message) {
  serve();
  auto const by = hooked_client();
  auto const id = platform().add_session(finished(1).on_message(finished(1)));
  await(by.session(id).send_message(user_message("go on")));
  auto handle = by.session(id);
  int calls = 0;
  *hook = [&] {
    ++calls;
    handle.next_index();  // would wait for itself
  };
  await(rest_of(handle));
  *hook = [] {};
  EXPECT_GT(calls, 0);
}

TEST_F(no_lock_is_held, while_a_monitor_begins_a_stream_that_is_told_of_an_earlier_message) {
  serve();
  auto const by = hooked_client();
  auto const id = platform().add_session(script());
  await(by.session(id).send_message(user_message("go on")));
  session_monitor monitor(by);
  monitor.watch(id);
  int calls = 0;
  *hook = [&] {
    ++calls;
    monitor.unwatch(id);  // would wait for itself
  };
  EXPECT_FALSE(await(monitor.next()));
  *hook = [] {};
  EXPECT_GT(calls, 0);
}

TEST_F(no_lock_is_held, while_streams_are_told_of_a_message) {
  serve();
  auto const id = platform().add_session(finished(1).on_message(finished(1)));
  auto handle = hooked_client().session(id);
  int calls = 0;
  bool inside = false;
  run([&]() -> asio::awaitable<void> {
    co_await rest_of(handle);
    *hook = [&] {
      if (std::exchange(inside, true)) return;
      ++calls;
      handle.stream();  // is told of the message that is on the wire
      inside = false;
    };
    co_await handle.send_message(user_message("go on"));
    co_await rest_of(handle);
  });
  *hook = [] {};
  EXPECT_GT(calls, 0);
}

}  // namespace
}  // namespace hai::test
