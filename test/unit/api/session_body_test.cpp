#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <hai/session_request.hpp>
#include <limits>

#include "model/request_bodies.hpp"
#include "unit/api/refusal_text.hpp"

namespace hai::test {
namespace {

namespace json = boost::json;

json::value sent(session_request const& what) { return json::parse(model::session_body(what)); }

json::object inline_agent() {
  return json::parse(R"({
    "name": "acme/price-finder",
    "description": "Finds prices",
    "environments": [{"id": "web", "kind": "web", "mode": {"type": "text"}}]
  })")
      .as_object();
}

session_request catalog_request() { return session_request("h/web-surfer-flash", "find a lamp"); }

std::string refused(session_request const& what) {
  return refusal_of([&] { model::session_body(what); });
}

TEST(SessionBody, OnlyWhatIsSetIsSent) {
  auto const body = sent(catalog_request());
  EXPECT_EQ(body, json::parse(R"({
    "agent": "h/web-surfer-flash",
    "messages": [{"type": "user_message", "message": "find a lamp"}]
  })"));
}

TEST(SessionBody, EveryFieldIsSentUnderItsName) {
  auto request = catalog_request();
  request.max_steps(7).max_time_s(1.5).idle_timeout_s(60).delete_after_min(10).delete_screenshot_after_min(
      20);
  request.queue(false).timezone("Europe/Paris").group_id("g").parent_session_id("p");
  request.override_value("agent.environments[kind=web].start_url", "https://example.com");
  EXPECT_EQ(sent(request), json::parse(R"({
    "agent": "h/web-surfer-flash",
    "messages": [{"type": "user_message", "message": "find a lamp"}],
    "max_steps": 7, "max_time_s": 1.5, "idle_timeout_s": 60,
    "delete_after_min": 10, "delete_screenshot_after_min": 20,
    "queue": false, "timezone": "Europe/Paris", "group_id": "g", "parent_session_id": "p",
    "overrides": {"agent.environments[kind=web].start_url": "https://example.com"}
  })"));
}

TEST(SessionBody, NullKeepsForEverAndIsNotTheSameAsAbsent) {
  auto request = catalog_request();
  request.delete_after_min(std::nullopt).delete_screenshot_after_min(nullptr);
  auto const body = sent(request).as_object();
  EXPECT_TRUE(body.at("delete_after_min").is_null());
  EXPECT_TRUE(body.at("delete_screenshot_after_min").is_null());
  EXPECT_FALSE(sent(catalog_request()).as_object().contains("delete_after_min"));
}

TEST(SessionBody, SeveralFirstMessagesAreSentInOrder) {
  auto request = catalog_request();
  request.messages({"one", user_message("two").caller_id("bot")});
  EXPECT_EQ(sent(request).at("messages"), json::parse(R"([
    {"type": "user_message", "message": "one"},
    {"type": "user_message", "message": "two", "caller_id": "bot"}
  ])"));
}

TEST(SessionBody, ASessionMayStartWithoutATask) {
  EXPECT_FALSE(sent(session_request("h/a", "")).as_object().contains("messages"));
}

TEST(SessionBody, NumbersOutOfRangeAreRefusedByName) {
  EXPECT_TRUE(names(refused(catalog_request().max_steps(0)), "session_request: max_steps"));
  EXPECT_TRUE(names(refused(catalog_request().max_time_s(0)), "session_request: max_time_s"));
  EXPECT_TRUE(names(refused(catalog_request().max_time_s(std::nan(""))), "session_request: max_time_s"));
  double const for_ever = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(names(refused(catalog_request().max_time_s(for_ever)), "session_request: max_time_s"));
  EXPECT_TRUE(names(refused(catalog_request().idle_timeout_s(-1)), "session_request: idle_timeout_s"));
  EXPECT_TRUE(names(refused(catalog_request().delete_after_min(0)), "session_request: delete_after_min"));
  EXPECT_TRUE(names(refused(catalog_request().delete_screenshot_after_min(0)),
                    "session_request: delete_screenshot_after_min"));
}

TEST(SessionBody, AnAgentIsNeeded) {
  EXPECT_TRUE(names(refused(session_request()), "session_request: agent"));
  EXPECT_TRUE(names(refused(session_request("", "task")), "session_request: agent"));
}

TEST(SessionBody, AnInlineAgentIsSentWhole) {
  EXPECT_EQ(sent(session_request(inline_agent(), "go")).at("agent"), json::value(inline_agent()));
}

struct broken_agent {
  char const* member;
  char const* value;
  char const* field;
};

class BrokenAgent : public testing::TestWithParam<broken_agent> {};

TEST_P(BrokenAgent, IsRefusedByTheNameOfWhatIsWrong) {
  auto agent = inline_agent();
  agent[GetParam().member] = json::parse(GetParam().value);
  EXPECT_TRUE(
      names(refused(session_request(agent, "go")), "session_request: " + std::string(GetParam().field)));
}

INSTANTIATE_TEST_SUITE_P(
    SessionBody, BrokenAgent,
    testing::Values(broken_agent{"name", "null", "agent.name"},
                    broken_agent{"name", "\"Upper\"", "agent.name"},
                    broken_agent{"name", "\"a/b/c\"", "agent.name"},
                    broken_agent{"name", "\"-a\"", "agent.name"},
                    broken_agent{"description", "\"\"", "agent.description"},
                    broken_agent{"environments", "null", "agent.environments"},
                    broken_agent{"environments", "[]", "agent.environments"},
                    broken_agent{"environments", "[7]", "agent.environments[0]"},
                    broken_agent{"environments", R"([{"id":"w"}])", "agent.environments[0].kind"},
                    broken_agent{"environments", R"([{"kind":"web"}])", "agent.environments[0].id"},
                    broken_agent{"environments", R"([{"id":"w","kind":"web","mode":{}}])",
                                 "agent.environments[0].mode.type"},
                    broken_agent{"environments", R"([{"id":"a","kind":"web"},{"id":"b","kind":"web"}])",
                                 "agent.environments[1].kind"},
                    broken_agent{"subagents", R"([{"name":"b"}])", "agent.subagents[0].description"},
                    broken_agent{"subagents", "[7]", "agent.subagents[0]"},
                    broken_agent{"tools", R"([{"name":"7up","description":"d"}])", "agent.tools[0].name"},
                    broken_agent{"tools", R"([{"name":"up"}])", "agent.tools[0].description"},
                    broken_agent{"answer_format", "7", "agent.answer_format"}));

TEST(SessionBody, AnOrchestratorWithSubagentsNeedsNoEnvironment) {
  auto agent = inline_agent();
  agent["environments"] = json::array();
  agent["subagents"] = json::array{"h/web-surfer-flash"};
  EXPECT_NO_THROW(sent(session_request(agent, "go")));
}

TEST(SessionBody, TheAnswerFormatOfACatalogAgentIsAnOverride) {
  auto request = catalog_request();
  request.answer_format(json::parse(R"({"type": "object"})")).override_value("agent.model", "m");
  EXPECT_EQ(sent(request).at("overrides"), json::parse(R"({
    "agent.model": "m", "agent.answer_format": {"type": "object", "title": "Answer"}
  })"));
}

TEST(SessionBody, TheAnswerFormatOfAnInlineAgentIsItsMember) {
  session_request request(inline_agent(), "go");
  request.answer_format(json::parse(R"({"type": "object", "title": "Price"})"));
  auto const body = sent(request);
  EXPECT_EQ(body.at("agent").at("answer_format"), json::parse(R"({"type": "object", "title": "Price"})"));
  EXPECT_FALSE(body.as_object().contains("overrides"));
}

TEST(SessionBody, ASecondAnswerFormatIsRefused) {
  json::object const schema{{"type", "object"}};
  auto by_override = catalog_request();
  by_override.answer_format(schema).override_value("agent.answer_format", schema);
  EXPECT_TRUE(names(refused(by_override), "session_request: answer_format"));
  auto agent = inline_agent();
  agent["answer_format"] = schema;
  EXPECT_TRUE(
      names(refused(session_request(agent, "go").answer_format(schema)), "session_request: answer_format"));
}

TEST(SessionBody, AnAnswerFormatIsAnObject) {
  EXPECT_TRUE(names(refused(catalog_request().answer_format("text")), "session_request: answer_format"));
}

TEST(SessionBody, ToolDefinitionsReplaceTheOverrideAndLeaveTheOthers) {
  json::object const tool{{"name", "look_up"}, {"description", "Looks up"}};
  for (bool const is_inline : {false, true}) {
    auto request = is_inline ? session_request(inline_agent(), "go") : catalog_request();
    request.override_value("agent.tools", json::array()).override_value("agent.model", "m");
    request.tool_definitions(json::array{tool});
    EXPECT_EQ(sent(request).at("overrides"),
              json::value(json::object{{"agent.tools", json::array{tool}}, {"agent.model", "m"}}));
  }
}

TEST(SessionBody, ABrokenToolDefinitionIsRefused) {
  auto request = catalog_request();
  request.tool_definitions(json::array{json::object{{"name", "a b"}, {"description", "d"}}});
  EXPECT_TRUE(names(refused(request), "session_request: tool_definitions[0].name"));
}

TEST(SessionBody, ABodyOverTheGatewaysLimitIsRefused) {
  std::size_t const around = model::session_body(session_request("h/a", "x")).size() - 1;
  auto const of_size = [&](std::size_t bytes) {
    return session_request("h/a", std::string(bytes - around, 'x'));
  };
  EXPECT_EQ(model::session_body(of_size(10'000'000)).size(), 10'000'000u);
  EXPECT_TRUE(names(refused(of_size(10'000'001)), "session_request"));
}

}  // namespace
}  // namespace hai::test
