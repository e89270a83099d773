// The examples of the reference, run against a simulated platform: each makes the requests that it shows.

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <boost/json/parse.hpp>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "examples.hpp"
#include "integration/wire/wire_fixture.hpp"

namespace hai::test {
namespace {

constexpr char const* create_route = "POST /sessions";

class reference_examples : public wire_test {
 protected:
  reference_examples() { testing::internal::CaptureStdout(); }
  ~reference_examples() override {
    if (!is_read_) testing::internal::GetCapturedStdout();
  }

  std::string output() {
    is_read_ = true;
    return testing::internal::GetCapturedStdout();
  }

  session handle_on(script made) { return make_client().session(platform().add_session(std::move(made))); }

  /// A session that answers each message, and rests.
  static script conversation() {
    script turn;
    turn.answer(0ms, R"("Closed.")").ends("idle");
    return script().answer(0ms, R"("At nine.")").ends("idle").on_message(turn).on_message(turn);
  }

  void expect_request(std::string const& route, std::uint64_t count = 1) {
    EXPECT_EQ(requests(route), count) << route;
  }

 private:
  bool is_read_ = false;
};

TEST_F(reference_examples, make_a_client_from_the_environment) {
  EXPECT_EQ(examples::make_client(io).stats().requests, 0u);
}

TEST_F(reference_examples, start_a_session) {
  serve();
  auto const started = await(examples::start(make_client()));
  expect_request(create_route);
  EXPECT_EQ(output(), "session " + started.id() + "\n");
}

TEST_F(reference_examples, run_a_session) {
  serve(platform_options().on_create([](auto const&) { return finished(2); }));
  await(examples::run_one(make_client()));
  EXPECT_EQ(output(), "0 FleetNoteEvent\n1 FleetNoteEvent\n2 AgentEvent\ncompleted: \"done\"\n");
}

TEST_F(reference_examples, list_sessions_and_places) {
  serve();
  platform().add_session(script().starts("failed"));
  platform().add_session(script().group_id("opening-hours").id("one-of-the-group"));
  await(examples::lists(make_client()));
  auto const said = output();
  EXPECT_NE(said.find("1 of 1 that failed\none-of-the-group running\n"), std::string::npos) << said;
  expect_request("GET /sessions/quota");
}

TEST_F(reference_examples, call_other_routes) {
  serve();
  platform().add_session(script());
  await(examples::other_routes(make_client()));
  EXPECT_EQ(output(), "1 sessions\n");
}

TEST_F(reference_examples, change_options_and_tell_figures) {
  serve();
  await(examples::other_options(make_client()));
  EXPECT_NE(output().find("1 connections, 1 requests, of them 0 again"), std::string::npos);
}

TEST_F(reference_examples, close_a_client) {
  serve();
  auto const client = make_client();
  await(examples::close(client));
  EXPECT_EQ(failure(client.quota()).code(), errc::closed);
}

TEST_F(reference_examples, follow_a_session_from_an_index) {
  serve();
  auto const id = platform().add_session(finished(3));
  EXPECT_EQ(await(examples::follow(make_client(), id, 2)), 4u);
  EXPECT_EQ(output(), "2 FleetNoteEvent\n3 AgentEvent\ncompleted: \"done\"\n");
}

TEST_F(reference_examples, wait_for_an_end) {
  serve();
  await(examples::wait(handle_on(finished(1))));
  EXPECT_EQ(output(), "");
}

TEST_F(reference_examples, look_at_a_session) {
  serve();
  await(examples::look(handle_on(finished(12))));
  for (auto const* route : {changes_route, "GET /sessions/{id}", "GET /sessions/{id}/events"})
    expect_request(route);
  expect_request(status_route, 2);
  EXPECT_NE(output().find("completed, 3 events from the tenth on\n"), std::string::npos);
}

TEST_F(reference_examples, download_screenshots) {
  serve();
  EXPECT_GT(await(examples::screenshots(handle_on(script::lifelike(7, 3, 1ms)))), 1000u);
}

TEST_F(reference_examples, speak_to_an_agent) {
  serve();
  auto const session = handle_on(conversation());
  await(session.wait_for_completion());
  await(examples::speak(session));
  expect_request(messages_route, 2);
  EXPECT_EQ(output(), "\"Closed.\"\n");
}

TEST_F(reference_examples, answer_tool_calls_by_hand) {
  serve();
  constexpr char const* call = R"([{"tool_name": "ask_a_person", "args": {}, "id": "call-1"}])";
  await(examples::answer_calls(handle_on(script().tool_calls(0ms, call).answer(0ms, "1").ends("completed"))));
  expect_request("POST /sessions/{id}/tool_results");
}

TEST_F(reference_examples, steer_an_agent) {
  serve();
  await(examples::steer(handle_on(script().forced_answer("\"So far.\""))));
  for (auto const* route : {"POST /sessions/{id}/pause", "POST /sessions/{id}/resume",
                            "POST /sessions/{id}/force_answer", "DELETE /sessions/{id}"})
    expect_request(route);
  EXPECT_EQ(output(), "\"So far.\"\n");
}

TEST_F(reference_examples, share_and_judge_a_session) {
  serve();
  await(examples::share_and_judge(handle_on(finished(1))));
  for (auto const* route :
       {"POST /sessions/{id}/share", "DELETE /sessions/{id}/share", "POST /sessions/{id}/feedback",
        "PUT /sessions/{id}/events/{event_index}/feedback"})
    expect_request(route);
}

TEST_F(reference_examples, leave_a_session) {
  serve();
  auto const session = handle_on(script());
  await(examples::leave(session));
  EXPECT_EQ(failure(session.next_event()).code(), errc::closed);
}

TEST_F(reference_examples, look_into_an_event) {
  serve();
  examples::show(await(handle_on(finished(0)).next_event()).value());
  auto const said = output();
  EXPECT_TRUE(said.starts_with("answers \"done\"\n{\"kind\":\"answer_event\",")) << said;
  EXPECT_TRUE(said.ends_with("}\nanswers \"done\"\n")) << said;
}

TEST_F(reference_examples, play_a_script) {
  serve();
  auto const result = follow(make_client(), platform().add_session(examples::one_run()));
  EXPECT_EQ(result.answer, "42");
  EXPECT_EQ(result.next_index, 2u);
}

TEST_F(reference_examples, read_streams) {
  serve();
  EXPECT_EQ(await(examples::stream(handle_on(finished(4)))), 5u);
  EXPECT_GT(await(examples::batches(handle_on(finished(4)))), 100u);
  await(examples::close_stream(handle_on(events(4))));
  EXPECT_NE(output().find("completed\nFleetNoteEvent\n"), std::string::npos);
}

TEST_F(reference_examples, poll_a_status) {
  serve();
  await(examples::poll_status(handle_on(finished(1))));
  EXPECT_EQ(output(), "completed\n");
  expect_request(changes_route, 0);
}

TEST_F(reference_examples, read_history_and_lists_whole) {
  serve();
  EXPECT_EQ(await(examples::replay(handle_on(finished(5)))), 1u);
  platform().add_session(script());
  EXPECT_EQ(await(examples::all_sessions(make_client())), 1u);
}

TEST_F(reference_examples, monitor_sessions) {
  serve();
  auto const client = make_client();
  EXPECT_EQ(await(examples::monitor_one(client, platform().add_session(finished(3)))), 4u);
  await(examples::monitor_handles(client, platform().add_session(events(5))));
  EXPECT_NE(output().find(": completed\n3\n"), std::string::npos);
}

TEST_F(reference_examples, keep_a_monitors_checkpoint) {
  serve();
  auto const file = testing::TempDir() + "reference-" + std::to_string(platform().port()) + ".json";
  auto const id = platform().add_session(events(3));
  when_parked([&] { platform().play(id, script().answer(0ms, "\"done\"").ends("completed")); });
  EXPECT_EQ(await(examples::monitor_batches(make_client(), file)), 5u);
  EXPECT_GT(std::filesystem::file_size(file), 0u);
  std::filesystem::remove(file);
}

TEST_F(reference_examples, answer_an_agents_calls) {
  constexpr char const* call = R"([{"tool_name": "temperature", "args": {"city": "Paris"}, "id": "call-1"}])";
  serve(platform_options().on_create([](auto const&) {
    return script().tool_calls(0ms, call).answer(0ms, "\"A coat.\"").ends("completed");
  }));
  await(examples::run_with_tools(make_client()));
  EXPECT_EQ(output(), "\"A coat.\"\n\"A coat.\"\n");
  std::size_t good_results = 0;
  for (auto const& each : platform().account().recent)
    if (each.route == "POST /sessions/{id}/tool_results")
      good_results += boost::json::parse(each.body).at("result") == 21.5;
  EXPECT_EQ(good_results, 2u);
}

TEST_F(reference_examples, observe_a_client) {
  serve();
  std::string page;
  auto const settings = examples::logged(examples::counted_and_logged(options(), page));
  await(client(io, settings).quota());
  await(client(io, options().observer(examples::own_observer())).quota());
  EXPECT_NE(page.find("# TYPE hai_requests_total counter"), std::string::npos);
}

TEST_F(reference_examples, run_a_whole_program) {
  serve();
  ::setenv("HAI_API_BASE_URL", platform().url().c_str(), 1);
  ::setenv("HAI_API_KEY", platform().api_key().c_str(), 1);
  ::setenv("SSL_CERT_FILE", platform().ca_file().c_str(), 1);
  EXPECT_EQ(examples::run_a_program(), 0);
  for (auto const* name : {"HAI_API_BASE_URL", "HAI_API_KEY", "SSL_CERT_FILE"}) ::unsetenv(name);
  EXPECT_NE(output().find(" places are free\n"), std::string::npos);
}

TEST_F(reference_examples, bound_a_call_and_read_an_answer) {
  serve(platform_options().on_create(
      [](auto const&) { return script().answer(0ms, "12.5").ends("completed"); }));
  EXPECT_TRUE(await(examples::status_in_time(handle_on(script()))));
  EXPECT_EQ(await(examples::price(make_client())), 12.5);
}

TEST_F(reference_examples, tell_of_a_failure) {
  testing::internal::CaptureStderr();
  examples::tell(nullptr);
  examples::tell(std::make_exception_ptr(error(errc::connect_failed, "no way")));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "no way: try again later\n");
}

std::string signature_of(std::string const& message) {
  constexpr std::string_view secret = "whsec_of-this-webhook";
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac;
  unsigned int length = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<unsigned char const*>(message.data()), message.size(), mac.data(), &length);
  std::string text = "sha256=";
  for (unsigned int i = 0; i < length; ++i)
    for (auto const half : {mac[i] >> 4, mac[i] & 15}) text += "0123456789abcdef"[half];
  return text;
}

TEST_F(reference_examples, verify_a_webhook) {
  std::string const body = R"({"type": "session.status_updated", "id": "e1",
                               "data": {"session_id": "s1", "status": "completed"}})";
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  auto const time = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count());
  EXPECT_EQ(examples::receive_webhook(body, time, signature_of(time + '.' + body)), 204);
  EXPECT_EQ(output(), "s1 is completed\n");
  testing::internal::CaptureStderr();
  EXPECT_EQ(examples::receive_webhook(body, time, signature_of(body)), 400);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("the signature does not fit"), std::string::npos);
}

TEST_F(reference_examples, test_against_a_platform) {
  examples::test_against_a_platform();
  examples::break_and_mend();
  EXPECT_NE(output().find(" events\n"), std::string::npos);
}

}  // namespace
}  // namespace hai::test
