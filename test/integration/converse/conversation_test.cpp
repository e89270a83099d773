// Conversations: every event once, each turn its own answer.

#include "integration/wire/skewed_machine.hpp"
#include "integration/wire/wire_fixture.hpp"
#include "session/session_access.hpp"
#include "session/session_run.hpp"

namespace hai::test {
namespace {

class conversation : public wire_test {
 protected:
  /// A session that answers "turn 0", and each message with "turn N".
  static script turns(int count) {
    script made = turn(0);
    made.idle_timeout(60s);
    for (int number = 1; number < count; ++number) made.on_message(turn(number));
    return made;
  }
  static script turn(int number) {
    return events(2).answer(1ms, "\"turn " + std::to_string(number) + "\"").ends("idle");
  }
  static boost::json::value words(int number) { return boost::json::value("turn " + std::to_string(number)); }

  static asio::awaitable<std::vector<event>> turn_by_events(session handle) {
    std::vector<event> all;
    while (auto each = co_await handle.next_event()) all.push_back(std::move(*each));
    co_return all;
  }

  static void append(std::vector<event>& all, std::vector<event> more) {
    for (auto& each : more) all.push_back(std::move(each));
  }

  void talk_by_events(session handle, int count) {
    std::vector<event> all;
    for (int number = 0; number < count; ++number) {
      if (number > 0) await(handle.send_message("next"));
      append(all, await(turn_by_events(handle)));
      EXPECT_EQ(handle.result().answer, words(number));
      EXPECT_EQ(handle.result().state, session_state::idle);
    }
    expect_whole(all, handle.id());
  }

  void talk_by_completion(session handle, int count) {
    std::vector<event> all;
    for (int number = 0; number < count; ++number) {
      if (number > 0) await(handle.send_message("next"));
      auto result = await(handle.wait_for_completion());
      EXPECT_EQ(result.answer, words(number));
      EXPECT_EQ(result.state, session_state::idle);
      append(all, std::move(result.events));
    }
    expect_whole(all, handle.id());
  }
};

TEST_F(conversation, of_two_turns_by_events) {
  serve();
  talk_by_events(make_client().session(platform().add_session(turns(2))), 2);
}

TEST_F(conversation, of_ten_turns_by_events) {
  serve();
  talk_by_events(make_client().session(platform().add_session(turns(10))), 10);
}

TEST_F(conversation, of_two_turns_by_completion) {
  serve();
  talk_by_completion(make_client().session(platform().add_session(turns(2))), 2);
}

TEST_F(conversation, of_ten_turns_by_completion) {
  serve();
  talk_by_completion(make_client().session(platform().add_session(turns(10))), 10);
}

TEST_F(conversation, of_ten_turns_with_messages_that_show_late) {
  serve(platform_options().message_lag(120ms));
  talk_by_completion(make_client().session(platform().add_session(turns(10))), 10);
}

TEST_F(conversation, may_alternate_between_events_and_completion) {
  serve();
  auto handle = make_client().session(platform().add_session(turns(4)));
  std::vector<event> all;
  for (int number = 0; number < 4; ++number) {
    if (number > 0) await(handle.send_message("next"));
    if (number % 2 == 0) {
      append(all, await(turn_by_events(handle)));
    } else {
      append(all, await(handle.wait_for_completion()).events);
    }
    EXPECT_EQ(handle.result().answer, words(number));
  }
  expect_whole(all, handle.id());
}

TEST_F(conversation, goes_on_when_the_server_drops_a_message_and_it_is_sent_again) {
  serve();
  auto handle = make_client().session(platform().add_session(turns(2)));
  auto all = await(handle.wait_for_completion()).events;
  platform().fail(fault::reply(202).route(messages_route));
  await(handle.send_message("lost"));
  await(handle.send_message("again"));
  auto const second = await(handle.wait_for_completion());
  EXPECT_EQ(second.answer, words(1));
  append(all, second.events);
  expect_whole(all, handle.id());
}

TEST_F(conversation, of_two_messages_at_once_ends_with_the_turn_of_both) {
  serve(platform_options().manual_time(true));
  auto const id = platform().add_session(script()
                                             .answer(0ms, R"("turn 0")")
                                             .ends("idle")
                                             .on_message(script().answer(5s, R"("turn 1")").ends("idle")));
  platform().advance(0ms);
  auto handle = make_client().session(id);
  auto all = await(handle.wait_for_completion()).events;
  await(handle.send_message("one"));
  await(handle.send_message("two"));
  for (int look = 0; look < 6; ++look) when_parked([&] { platform().advance(5s); });
  auto const second = await(handle.wait_for_completion());
  EXPECT_EQ(second.answer, words(1));
  append(all, second.events);
  expect_whole(all, handle.id());
}

TEST_F(conversation, takes_the_state_at_its_word_and_repeats_no_answer_when_a_message_never_shows) {
  serve(platform_options().manual_time(true));
  auto const id = platform().add_session(script().answer(0ms, R"("turn 0")").ends("idle"));
  platform().advance(0ms);
  platform().fail(fault::reply(202).route(messages_route));
  auto const machine = std::make_shared<skewed_machine>();
  auto const made = options();
  api::caller const who{api::client_core::make(io.get_executor(), made, machine), api::settings_from(made)};
  auto const core = std::make_shared<detail::session_core>(who, id, 0);
  auto const handle = detail::session_access::make(core);
  EXPECT_EQ(await(handle.wait_for_completion()).answer, "turn 0");
  for (int look = 0; look < 8; ++look) {
    when_parked([&] {
      machine->put_forward(4s);
      platform().advance(4s);
    });
  }
  await(handle.send_message("lost"));
  auto const second = await(handle.wait_for_completion());
  EXPECT_EQ(second.state, session_state::idle);
  EXPECT_TRUE(second.answer.is_null()) << second.answer;
  EXPECT_TRUE(second.events.empty());
}

}  // namespace
}  // namespace hai::test
