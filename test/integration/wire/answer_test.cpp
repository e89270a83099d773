// Which answer a turn has, and where it may come from (semantics 3).

#include "wire_fixture.hpp"

namespace hai::test {
namespace {

constexpr char const* answer_event = R"({"kind":"answer_event","answer":"from the event"})";

class answer_of_a_turn : public wire_test {
 protected:
  bool made_a_snapshot() {
    for (auto const& each : platform().account().recent)
      if (each.target.find("include_events=false") != std::string::npos) return true;
    return false;
  }
};

TEST_F(answer_of_a_turn, comes_from_the_event_alone) {
  serve();
  auto const id = platform().add_session(events(1).event(0ms, "AgentEvent", answer_event).ends("completed"));
  EXPECT_EQ(follow(make_client(), id).answer, "from the event");
  EXPECT_FALSE(made_a_snapshot());
}

TEST_F(answer_of_a_turn, comes_from_the_page_alone) {
  serve();
  auto const id = platform().add_session(events(1).silent_answer(0ms, R"({"total":7})").ends("completed"));
  auto const result = follow(make_client(), id);
  EXPECT_EQ(result.answer.at("total"), 7);
  EXPECT_FALSE(made_a_snapshot());
}

TEST_F(answer_of_a_turn, comes_from_one_snapshot_when_no_page_had_it) {
  serve(platform_options().answer_on_every_page(false).empty_after_end(true));
  auto const id = platform().add_session(events(2).silent_answer(0ms, R"([1,2])").ends("completed"));
  // The session's last page must be behind the reader when the answer comes.
  auto handle = make_client().session(id, 2);
  await(rest_of(handle));
  EXPECT_EQ(handle.result().answer.as_array().size(), 2u);
  EXPECT_TRUE(made_a_snapshot());
}

TEST_F(answer_of_a_turn, is_asked_for_again_when_the_session_came_garbled) {
  serve(platform_options().empty_after_end(true));
  auto const id = platform().add_session(script().silent_answer(0ms, R"("hidden")").ends("completed"));
  platform().fail(fault::reply(200, "<html>").route("GET /sessions/{id}"));
  platform().fail(fault::reply(200, "[]").route("GET /sessions/{id}"));
  EXPECT_EQ(follow(make_client(), id).answer, "hidden");
  EXPECT_EQ(requests("GET /sessions/{id}"), 3u);

  platform().fail(fault::reply(200, "{}").route("GET /sessions/{id}").always());
  EXPECT_TRUE(follow(make_client(), id).answer.is_null())
      << "what can never be read does not hold the end up";
}

TEST_F(answer_of_a_turn, is_null_when_there_is_none) {
  serve(platform_options().empty_after_end(true));
  auto const id = platform().add_session(events(2).ends("completed"));
  EXPECT_TRUE(follow(make_client(), id).answer.is_null());
  EXPECT_TRUE(made_a_snapshot());
}

TEST_F(answer_of_a_turn, stays_text_where_it_is_json_text) {
  serve();
  auto const id = platform().add_session(script().answer(0ms, R"("{\"price\": 12}")").ends("completed"));
  EXPECT_EQ(follow(make_client(), id).answer, R"({"price": 12})");
}

TEST_F(answer_of_a_turn, is_the_last_one_of_several) {
  serve(platform_options().page_cap(1));
  auto const id =
      platform().add_session(script().answer(0ms, R"("draft")").answer(0ms, R"("final")").ends("completed"));
  EXPECT_EQ(follow(make_client(), id).answer, "final");
}

TEST_F(answer_of_a_turn, is_not_erased_by_a_page_without_it) {
  serve(platform_options().page_cap(1).answer_on_every_page(false));
  auto const id = platform().add_session(script()
                                             .answer(0ms, R"("early")")
                                             .event(0ms, "MetricsUpdateEvent")
                                             .event(0ms, "Bye")
                                             .ends("completed"));
  EXPECT_EQ(follow(make_client(), id).answer, "early");
}

TEST_F(answer_of_a_turn, is_each_turns_own) {
  serve();
  auto const id =
      platform().add_session(script()
                                 .answer(0ms, R"("first")")
                                 .ends("idle")
                                 .on_message(events(1).ends("idle"))
                                 .on_message(script().answer(0ms, R"("third")").ends("completed")));
  auto handle = make_client().session(id);
  run([&]() -> asio::awaitable<void> {
    co_await rest_of(handle);
    EXPECT_EQ(handle.result().answer, "first");
    co_await handle.send_message(user_message("say nothing"));
    co_await rest_of(handle);
    EXPECT_TRUE(handle.result().answer.is_null()) << handle.result().answer;
    co_await handle.send_message(user_message("say more"));
    co_await rest_of(handle);
    EXPECT_EQ(handle.result().answer, "third");
  });
}

TEST_F(answer_of_a_turn, may_be_the_same_text_twice) {
  serve();
  auto const id = platform().add_session(script()
                                             .answer(0ms, R"("yes")")
                                             .ends("idle")
                                             .on_message(script().answer(0ms, R"("yes")").ends("completed")));
  auto handle = make_client().session(id);
  run([&]() -> asio::awaitable<void> {
    co_await rest_of(handle);
    co_await handle.send_message(user_message("sure?"));
    co_await rest_of(handle);
  });
  EXPECT_EQ(handle.result().answer, "yes");
  EXPECT_EQ(handle.result().state, session_state::completed);
}

}  // namespace
}  // namespace hai::test
