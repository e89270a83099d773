// Tool calls of an agent, answered while a run is waited for.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "integration/wire/wire_fixture.hpp"

namespace hai::test {
namespace {

namespace json = boost::json;

constexpr char const* results_route = "POST /sessions/{id}/tool_results";
constexpr char const* any_object = R"({"type":"object"})";
constexpr char const* one_call = R"([{"tool_name":"shelf","args":{"isbn":"978"},"id":"c1"}])";
constexpr char const* two_calls =
    R"([{"tool_name":"shelf","args":{"isbn":"978"},"id":"c1"},{"tool_name":"hours","id":null}])";

class tools_of_a_run : public wire_test {
 protected:
  static script then_done(script made) { return made.answer(0ms, R"("done")").ends("completed"); }

  /// A box whose handlers answer at once and count.
  toolbox counting() {
    toolbox tools;
    tools.add("shelf", "Where a book stands", any_object, [this](json::object) { return ++calls, "B-14"; });
    tools.add("hours", "When it is open", any_object, [this] { return ++calls, 9; });
    return tools;
  }

  run_result wait(session handle, toolbox tools) {
    run_options options;
    options.tools(std::move(tools)).deadline(30s);
    return await(handle.wait_for_completion(options));
  }

  session started(script made, std::uint64_t from = 0) {
    return make_client().session(platform().add_session(std::move(made)), from);
  }

  std::vector<json::value> posted() {
    std::vector<json::value> all;
    for (auto const& each : platform().account().recent)
      if (each.route == results_route) all.push_back(json::parse(each.body));
    return all;
  }

  int calls = 0;
};

TEST_F(tools_of_a_run, are_told_to_the_agent) {
  json::object request;
  platform_options settings;
  settings.on_create([&](json::object const& asked) {
    request = asked;
    return then_done(script());
  });
  serve(std::move(settings));
  session_request what("h/agent", "Find it.");
  what.override_value("agent.model", "holo");
  run_options options;
  options.tools(counting());
  await(make_client().run_session(what, options));
  auto const& overrides = request.at("overrides").as_object();
  EXPECT_EQ(overrides.at("agent.model"), "holo");
  EXPECT_EQ(overrides.at("agent.tools").as_array().size(), 2u);
  EXPECT_EQ(overrides.at("agent.tools").at(0).at("name"), "shelf");
}

TEST_F(tools_of_a_run, answer_one_call_bare_with_the_whole_request) {
  serve();
  auto const result = wait(started(then_done(script().tool_calls(0ms, one_call))), counting());
  EXPECT_EQ(result.answer, "done");
  ASSERT_EQ(posted().size(), 1u);
  EXPECT_EQ(posted()[0], json::parse(R"({"kind":"tool_result","result":"B-14",
                          "tool_req":{"tool_name":"shelf","args":{"isbn":"978"},"id":"c1"}})"));
}

TEST_F(tools_of_a_run, answer_several_calls_as_a_batch) {
  serve();
  wait(started(then_done(script().tool_calls(0ms, two_calls))), counting());
  ASSERT_EQ(posted().size(), 1u);
  EXPECT_EQ(posted()[0].at("type"), "batch");
  auto const results = posted()[0].at("results").as_array();
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].at("result"), "B-14");
  EXPECT_EQ(results[1].at("result"), 9);
  EXPECT_EQ(results[1].at("tool_req").at("tool_name"), "hours");
}

TEST_F(tools_of_a_run, tell_the_agent_of_unknown_tools_and_exceptions) {
  serve();
  toolbox tools;
  tools.add("hours", "When it is open", any_object, []() -> asio::awaitable<int> {
    throw std::runtime_error("the clock stopped");
    co_return 0;
  });
  wait(started(then_done(script().tool_calls(0ms, two_calls))), tools);
  ASSERT_EQ(posted().size(), 1u);
  auto const results = posted()[0].at("results").as_array();
  ASSERT_EQ(results.size(), 2u);
  for (auto const& each : results) {
    EXPECT_EQ(each.at("kind"), "error_event");
    EXPECT_EQ(each.at("origin"), "client");
  }
  EXPECT_NE(results[0].at("error").as_string().find("shelf"), std::string::npos);
  EXPECT_NE(results[1].at("error").as_string().find("the clock stopped"), std::string::npos);
}

TEST_F(tools_of_a_run, answer_each_call_once_over_several_rounds) {
  serve();
  auto made = script().tool_calls(0ms, one_call).tool_calls(0ms, R"([{"tool_name":"hours","id":null}])");
  wait(started(then_done(made.tool_calls(0ms, R"([{"tool_name":"hours","id":null}])"))), counting());
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(posted().size(), 3u);
}

TEST_F(tools_of_a_run, recover_a_call_from_before_the_first_event) {
  serve();
  auto const result = wait(started(then_done(events(3).tool_calls(0ms, one_call)), 4), counting());
  EXPECT_EQ(result.answer, "done");
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(result.events.front().index(), 4u);
}

TEST_F(tools_of_a_run, do_not_answer_replayed_history) {
  serve(platform_options().page_cap(1));
  script past;
  for (int i = 0; i < 4; ++i) {
    past.event(
        0ms, "ActiveStateChangeEvent",
        R"({"state":"awaiting_tool_results","pending_tool_calls":[{"tool_name":"shelf","args":{},"id":"old)" +
            std::to_string(i) + R"("}]})");
    past.event(0ms, "ActiveStateChangeEvent", R"({"state":"running","pending_tool_calls":null})");
  }
  wait(started(then_done(past.tool_calls(0ms, one_call))), counting());
  EXPECT_EQ(calls, 1);
  ASSERT_EQ(posted().size(), 1u);
  EXPECT_EQ(posted()[0].at("tool_req").at("id"), "c1");
}

TEST_F(tools_of_a_run, are_left_alone_when_the_state_says_that_nobody_waits) {
  serve();
  auto made = script().event(
      0ms, "ActiveStateChangeEvent",
      R"({"state":"awaiting_tool_results","pending_tool_calls":[{"tool_name":"shelf","args":{},"id":"x"}]})");
  wait(started(then_done(made.wait(400ms))), counting());
  EXPECT_EQ(calls, 0);
}

TEST_F(tools_of_a_run, take_409_as_done) {
  serve();
  platform().fail(fault::reply(409, R"({"detail":"Session has ended"})").route(results_route));
  auto handle = started(then_done(script().tool_calls(0ms, one_call)));
  run_options options;
  options.tools(counting()).deadline(30s);
  run_result result;
  bool done = false;
  handle.wait_for_completion(options, [&](std::exception_ptr e, run_result ended) {
    EXPECT_FALSE(e);
    result = std::move(ended);
    done = true;
  });
  run([&]() -> asio::awaitable<void> {
    while (requests(results_route) == 0) co_await asio::post(io, asio::use_awaitable);
    co_await handle.cancel();
  });
  drive(done);
  EXPECT_EQ(result.state, session_state::interrupted);
  EXPECT_EQ(posted().size(), 1u);
}

TEST_F(tools_of_a_run, send_a_result_again_whose_reply_was_lost_without_running_the_tool_again) {
  serve();
  platform().fail(fault::drop_request().route(results_route));
  platform().fail(fault::reply(503).route(results_route).times(3));
  auto const result = wait(started(then_done(script().tool_calls(0ms, one_call))), counting());
  EXPECT_EQ(result.answer, "done");
  EXPECT_EQ(calls, 1);
}

TEST_F(tools_of_a_run, end_the_run_when_the_server_refuses_a_result) {
  serve();
  platform().fail(fault::reply(422, R"({"detail":"no such call"})").route(results_route));
  run_options options;
  options.tools(counting()).deadline(30s);
  auto const why = failure(started(script().tool_calls(0ms, one_call)).wait_for_completion(options));
  EXPECT_EQ(why.status(), 422);
  EXPECT_NE(std::string(why.what()).find("no such call"), std::string::npos);
}

TEST_F(tools_of_a_run, run_beside_each_other_on_one_strand) {
  serve();
  auto const gate = std::make_shared<asio::steady_timer>(io, asio::steady_timer::time_point::max());
  toolbox tools;
  tools.add("shelf", "Waits for the other one", any_object, [gate]() -> asio::awaitable<std::string> {
    boost::system::error_code opened;
    co_await gate->async_wait(asio::redirect_error(asio::use_awaitable, opened));
    co_return "after";
  });
  tools.add("hours", "Lets the other one go", any_object, [gate] { return gate->cancel(); });
  wait(started(then_done(script().tool_calls(0ms, two_calls))), tools);
  EXPECT_EQ(posted()[0].at("results").at(0).at("result"), "after");
}

TEST_F(tools_of_a_run, run_no_more_at_a_time_than_allowed) {
  serve();
  int now = 0, most = 0;
  toolbox tools;
  tools.concurrency(2);
  tools.add("work", "Takes a moment", any_object, [&]() -> asio::awaitable<void> {
    most = std::max(most, ++now);
    asio::steady_timer pause(co_await asio::this_coro::executor, 5ms);
    co_await pause.async_wait(asio::use_awaitable);
    --now;
    ++calls;
  });
  std::string list;
  for (int i = 0; i < 5; ++i)
    list +=
        (i ? "," : "[") + std::string(R"({"tool_name":"work","args":{},"id":"w)") + std::to_string(i) + "\"}";
  wait(started(then_done(script().tool_calls(0ms, list + "]"))), tools);
  EXPECT_EQ(calls, 5);
  EXPECT_EQ(most, 2);
  EXPECT_EQ(posted().size(), 1u);
}

TEST_F(tools_of_a_run, whose_result_is_too_large_for_a_request_tell_the_agent) {
  serve();
  toolbox tools;
  tools.add("shelf", "Says too much", any_object, [](json::object) { return std::string(10'000'000, 'x'); });
  EXPECT_EQ(wait(started(then_done(script().tool_calls(0ms, one_call))), tools).answer, "done");
  ASSERT_EQ(posted().size(), 1u);
  EXPECT_EQ(posted()[0].at("kind"), "error_event");
  EXPECT_NE(posted()[0].at("error").as_string().find("too large"), std::string::npos);
}

TEST_F(tools_of_a_run, whose_results_are_too_large_together_are_answered_in_two_requests) {
  serve();
  toolbox tools;
  tools.add("shelf", "Says much", any_object, [](json::object) { return std::string(6'000'000, 'x'); });
  tools.add("hours", "Says much", any_object, [] { return std::string(6'000'000, 'y'); });
  EXPECT_EQ(wait(started(then_done(script().tool_calls(0ms, two_calls))), tools).answer, "done");
  EXPECT_EQ(requests(results_route), 2u);
}

TEST_F(tools_of_a_run, are_run_again_for_an_id_that_a_later_step_uses_anew) {
  serve();
  wait(started(then_done(script().tool_calls(0ms, one_call).tool_calls(0ms, one_call))), counting());
  EXPECT_EQ(calls, 2);
}

class endless_tool : public tools_of_a_run {
 protected:
  /// Its handler waits for ever, and tells when it was cancelled.
  toolbox endless() {
    toolbox tools;
    tools.add("shelf", "Never comes back", any_object, [this]() -> asio::awaitable<void> {
      ++calls;
      asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
      try {
        co_await never.async_wait(asio::use_awaitable);
      } catch (boost::system::system_error const&) {
        cancelled = true;
        throw;
      }
    });
    return tools;
  }

  asio::awaitable<void> until_called() {
    while (calls == 0) co_await asio::post(io, asio::use_awaitable);
  }

  bool cancelled = false;
};

TEST_F(endless_tool, is_cancelled_at_the_deadline) {
  serve();
  run_options options;
  options.tools(endless()).deadline(3s);
  auto const why = failure(started(script().tool_calls(0ms, one_call)).wait_for_completion(options));
  EXPECT_EQ(why.code(), errc::timed_out);
  EXPECT_EQ(calls, 1);
  EXPECT_TRUE(cancelled);
  EXPECT_TRUE(posted().empty());
}

TEST_F(endless_tool, is_cancelled_with_the_run) {
  serve();
  auto handle = started(script().tool_calls(0ms, one_call));
  run_options options;
  options.tools(endless());
  asio::cancellation_signal stop;
  std::exception_ptr failed;
  bool done = false;
  handle.wait_for_completion(
      options, asio::bind_cancellation_slot(
                   stop.slot(), [&](std::exception_ptr e, run_result) { failed = e, done = true; }));
  await(until_called());
  stop.emit(asio::cancellation_type::terminal);
  drive(done);
  EXPECT_EQ(to_error(failed).code(), asio::error::operation_aborted);
  EXPECT_TRUE(cancelled);
}

TEST_F(endless_tool, is_cancelled_when_the_session_ends) {
  serve();
  auto handle = started(script().tool_calls(0ms, one_call));
  run_options options;
  options.tools(endless());
  session_state state;
  bool done = false;
  handle.wait_for_completion(options, [&](std::exception_ptr, run_result ended) {
    state = ended.state;
    done = true;
  });
  await(until_called());
  await(handle.cancel());
  drive(done);
  EXPECT_EQ(state, session_state::interrupted);
  EXPECT_TRUE(cancelled);
}

TEST_F(endless_tool, that_will_not_be_cancelled_does_not_hold_up_the_deadline) {
  serve();
  toolbox tools;
  tools.add("shelf", "Does not listen", any_object, [this]() -> asio::awaitable<void> {
    ++calls;
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await never.async_wait(asio::use_awaitable);
  });
  run_options options;
  options.tools(tools).deadline(3s);
  auto const why = failure(started(script().tool_calls(0ms, one_call)).wait_for_completion(options));
  EXPECT_EQ(why.code(), errc::timed_out);
  EXPECT_EQ(calls, 1);
}

TEST_F(tools_of_a_run, are_not_answered_by_a_wait_without_tools) {
  serve();
  run_options options;
  options.deadline(2s);
  auto const why = failure(started(script().tool_calls(0ms, one_call)).wait_for_completion(options));
  EXPECT_EQ(why.code(), errc::timed_out);
  EXPECT_NE(std::string(why.what()).find("run_options::tools"), std::string::npos) << why.what();
  EXPECT_TRUE(posted().empty());
}

}  // namespace
}  // namespace hai::test
