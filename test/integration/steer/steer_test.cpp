// What a client asks of a running session, and what comes of it.

#include <boost/json/parse.hpp>

#include "integration/wire/wire_fixture.hpp"

namespace hai::test {
namespace {

namespace json = boost::json;

class steering : public wire_test {
 protected:
  session add(script what) { return make_client().session(platform().add_session(std::move(what))); }
  session_state state_of(session const& handle) { return await(handle.status()).state; }
  json::value last_body() { return json::parse(platform().account().recent.back().body); }

  /// An idle session after its first answer, with another turn to come.
  script idle_session() {
    return script()
        .answer(0ms, R"("first")")
        .ends("idle")
        .on_message(script().answer(0ms, R"("second")").ends("idle"));
  }
};

TEST_F(steering, a_message_to_a_paused_session_resumes_it) {
  serve();
  auto const handle = add(script());
  await(handle.pause());
  EXPECT_EQ(state_of(handle), session_state::paused);
  await(handle.send_message("go on"));
  EXPECT_EQ(state_of(handle), session_state::running);
}

TEST_F(steering, resume_lets_a_paused_session_go_on) {
  serve();
  auto const handle = add(script());
  await(handle.pause());
  await(handle.resume());
  EXPECT_EQ(state_of(handle), session_state::running);
}

TEST_F(steering, a_message_to_an_idle_session_wakes_it) {
  serve();
  auto handle = add(idle_session());
  run([&]() -> asio::awaitable<void> {
    co_await rest_of(handle);
    EXPECT_EQ(handle.result().answer, "first");
    co_await handle.send_message("and now?");
    co_await rest_of(handle);
  });
  EXPECT_EQ(handle.result().state, session_state::idle);
  EXPECT_EQ(handle.result().answer, "second");
}

TEST_F(steering, a_message_to_a_terminal_session_restarts_it) {
  serve();
  auto handle = add(script().answer(0ms, R"("first")").ends("completed").on_message(script()));
  await(rest_of(handle));
  EXPECT_EQ(handle.result().state, session_state::completed);
  await(handle.send_message("again"));
  EXPECT_EQ(state_of(handle), session_state::running);
}

TEST_F(steering, an_unanswered_turn_ends_at_its_idle_timeout) {
  serve(platform_options().manual_time(true));
  auto handle = add(script().idle_timeout(30s).answer(0ms, R"("first")").ends("idle"));
  platform().advance(0ms);
  stream_options to_the_end;
  to_the_end.until(until::terminal);
  for (int poll = 0; poll < 4; ++poll) when_parked([this] { platform().advance(31s); });
  auto stream = handle.stream(to_the_end);
  await(rest_of(stream));
  EXPECT_EQ(stream.result().state, session_state::completed);
  EXPECT_EQ(stream.result().answer, "first");
}

TEST_F(steering, cancel_ends_in_interrupted) {
  serve();
  auto handle = add(script());
  run([&]() -> asio::awaitable<void> {
    co_await handle.cancel();
    co_await rest_of(handle);
  });
  EXPECT_EQ(handle.result().state, session_state::interrupted);
}

TEST_F(steering, children_are_listed_by_parent_session_id) {
  serve();
  auto const client = make_client();
  auto const parent = platform().add_session(script());
  session_request request("h/web-surfer-flash", "look up");
  request.parent_session_id(parent);
  auto const child = await(client.start_session(request));
  auto const listed = await(client.list_sessions(session_filter().parent_session_id(parent)));
  ASSERT_EQ(listed.items.size(), 1u);
  EXPECT_EQ(listed.total, 1);
  EXPECT_EQ(listed.items[0].id, child.id());
  EXPECT_EQ(await(client.session(parent).status()).subagent_session_ids, std::vector{child.id()});
}

TEST_F(steering, force_answer_brings_what_there_is) {
  serve();
  auto handle = add(script().forced_answer(R"("so far")"));
  run([&]() -> asio::awaitable<void> {
    co_await handle.force_answer();
    co_await rest_of(handle);
  });
  EXPECT_EQ(handle.result().state, session_state::completed);
  EXPECT_EQ(handle.result().answer, "so far");
  EXPECT_EQ(handle.result().outcome, "partial");
}

TEST_F(steering, several_messages_arrive_together_and_in_order) {
  serve();
  auto handle = add(idle_session());
  std::vector<std::string> contents;
  run([&]() -> asio::awaitable<void> {
    co_await rest_of(handle);
    std::vector<user_message> messages{"one", "two"};
    co_await handle.send_messages(std::move(messages));
    for (auto const& each : co_await rest_of(handle))
      if (auto const message = each.get_if<message_event>())
        contents.push_back(std::get<std::string>(message->content.at(0)));
  });
  EXPECT_EQ(contents, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(handle.result().answer, "second") << "the end of the first turn was taken for that of the second";
  EXPECT_EQ(requests(messages_route), 1u);
}

TEST_F(steering, an_image_is_shown_in_the_stream_and_can_be_downloaded) {
  serve();
  auto handle = add(idle_session());
  std::string bytes;
  run([&]() -> asio::awaitable<void> {
    co_await rest_of(handle);
    user_message look("what is this?");
    look.image(image_input::from_bytes("not really a PNG", "image/png"));
    co_await handle.send_message(std::move(look));
    for (auto const& each : co_await rest_of(handle))
      if (auto const message = each.get_if<message_event>())
        bytes = co_await handle.download(std::get<image_content>(message->content.at(1)));
  });
  EXPECT_EQ(bytes, "not really a PNG");
}

TEST_F(steering, a_file_of_a_message_is_announced_and_can_be_downloaded) {
  serve();
  auto handle = add(idle_session());
  std::string name, bytes;
  run([&]() -> asio::awaitable<void> {
    co_await rest_of(handle);
    user_message read("what does it say?");
    read.file(file_input::from_bytes("brief.txt", "not much"));
    co_await handle.send_message(std::move(read));
    for (auto const& each : co_await rest_of(handle))
      if (auto const attachment = each.get_if<attachment_event>()) {
        name = attachment->name;
        bytes = co_await handle.download(image_content(attachment->url.value()));
      }
  });
  EXPECT_EQ(name, "brief.txt");
  EXPECT_EQ(bytes, "not much");
  EXPECT_EQ(platform().account().leaked_keys, 0u);
}

TEST_F(steering, a_message_that_cannot_be_sent_is_refused_before_a_byte) {
  serve();
  auto const handle = add(script());
  EXPECT_EQ(failure(handle.send_messages({})).code(), errc::invalid_argument);
  EXPECT_EQ(failure(handle.send_message(std::string(10'000'000, 'x'))).code(), errc::invalid_argument);
  EXPECT_EQ(platform().account().connections, 0u);
}

TEST_F(steering, tool_results_let_the_agent_go_on) {
  serve();
  auto handle = add(script()
                        .tool_calls(0ms, R"([{"tool_name":"look_up","args":{"q":1},"id":"c1"},
                                             {"tool_name":"ping","args":{},"id":null}])")
                        .answer(0ms, R"("done")")
                        .ends("completed"));
  EXPECT_EQ(state_of(handle), session_state::awaiting_tool_results);
  std::vector<tool_result> results;
  results.emplace_back(tool_request("look_up", json::object{{"q", 1}}, "c1"), json::object{{"found", true}});
  results.push_back(tool_result::failure(tool_request("ping"), "unreachable"));
  await(handle.send_tool_results(results));
  EXPECT_EQ(last_body().at("type"), "batch");
  await(rest_of(handle));
  EXPECT_EQ(handle.result().answer, "done");
}

TEST_F(steering, tool_results_for_a_session_that_has_ended_are_a_conflict) {
  serve();
  auto const handle = add(script().ends("completed"));
  std::vector<tool_result> results;
  results.emplace_back(tool_request("ping"), "pong");
  EXPECT_EQ(failure(handle.send_tool_results(results)).code(), errc::conflict);
}

TEST_F(steering, feedback_goes_to_the_session_or_to_one_event) {
  serve();
  auto const handle = add(events(3));
  await(handle.feedback(feedback(true)));
  EXPECT_EQ(last_body(), json::parse(R"({"success":true})"));
  await(handle.feedback(2, feedback(false, "too slow")));
  EXPECT_EQ(last_body(), json::parse(R"({"success":false,"message":"too slow"})"));
  EXPECT_EQ(platform().account().recent.back().route, "PUT /sessions/{id}/events/{event_index}/feedback");
  EXPECT_EQ(failure(handle.feedback(3, feedback(true))).code(), errc::not_found);
}

TEST_F(steering, a_share_is_read_without_a_key_until_it_is_taken_back) {
  serve(platform_options().base_path("/prefix"));
  auto const handle = add(finished(2));
  auto const anonymous = make_client().with(call_options().api_key("")).session(handle.id());
  EXPECT_EQ(failure(anonymous.status()).status(), 401);

  EXPECT_EQ(await(handle.share()), platform().url() + "/share/api/v1/trajectories/" + handle.id());
  EXPECT_EQ(await(anonymous.status()).state, session_state::completed);
  EXPECT_EQ(await(anonymous.get()).id, handle.id());
  expect_whole(await(rest_of(anonymous)), handle.id());
  EXPECT_EQ(await(anonymous.history()).total, await(handle.history()).total);

  await(handle.unshare());
  EXPECT_EQ(failure(anonymous.status()).status(), 401);
}

TEST_F(steering, a_link_that_is_absolute_already_stays_as_it_is) {
  serve();
  auto const handle = add(script());
  platform().fail(
      fault::reply(200, R"({"share_url":"https://example.com/s/1"})").route("POST /sessions/{id}/share"));
  EXPECT_EQ(await(handle.share()), "https://example.com/s/1");
  platform().fail(fault::reply(200, R"({})").route("POST /sessions/{id}/share"));
  EXPECT_EQ(failure(handle.share()).code(), errc::bad_reply);
}

TEST_F(steering, every_operation_of_an_empty_handle_fails_as_closed) {
  serve();
  session const none;
  EXPECT_EQ(failure(none.pause()).code(), errc::closed);
  EXPECT_EQ(failure(none.share()).code(), errc::closed);
  EXPECT_EQ(failure(none.history()).code(), errc::closed);
  EXPECT_EQ(failure(none.send_messages({"x"})).code(), errc::closed);
  EXPECT_THROW(none.replay(), error);
}

TEST_F(steering, commands_run_through_any_completion_token) {
  serve();
  auto const handle = add(script());
  bool done = false;
  std::string link;
  handle.pause([&](std::exception_ptr failed) {
    EXPECT_FALSE(failed);
    handle.share([&](std::exception_ptr also, std::string url) {
      EXPECT_FALSE(also);
      link = std::move(url);
      done = true;
    });
  });
  drive(done);
  EXPECT_EQ(state_of(handle), session_state::paused);
  EXPECT_FALSE(link.empty());
}

}  // namespace
}  // namespace hai::test
