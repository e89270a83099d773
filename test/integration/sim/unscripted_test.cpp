// What a session does that was made through the API and that nobody has scripted.

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "blocking_client.hpp"
#include "sim/schema_example.hpp"
#include "sim/session_model.hpp"
#include "sim/unscripted.hpp"

namespace hai::sim::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

TEST(sim_schema_example, fits_the_schema) {
  struct row {
    char const *schema, *example;
  };
  for (auto const& [schema, example] :
       {row{R"({"type":"string"})", R"("example")"}, row{R"({"type":"integer","minimum":7})", "7"},
        row{R"({"type":["boolean","null"]})", "true"}, row{R"({"enum":["red","blue"]})", R"("red")"},
        row{R"({"type":"array","items":{"type":"number"}})", "[1]"},
        row{R"({"anyOf":[{"type":"null"},{"type":"string"}]})", "null"},
        row{R"({"type":"integer","default":3})", "3"},
        row{R"({"properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"const":1}}})", R"({"a":1})"},
        row{"true", "null"}})
    EXPECT_EQ(json::serialize(example_of(json::parse(schema))), example) << schema;
}

TEST(sim_schema_example, of_a_schema_that_refers_to_itself_ends) {
  auto const made = example_of(json::parse(R"({"properties":{"next":{"$ref":"#"}}})"));
  EXPECT_TRUE(made.at("next").is_object());
}

class sim_unscripted : public testing::Test {
 protected:
  session_model begin(char const* request) {
    session_model m(unscripted(1, json::parse(request).as_object()), start, calendar{start, {}}, false);
    m.advance(start + 1s);
    return m;
  }
  static json::value last_event(session_model const& m) { return json::parse(m.events().back()); }

  time_point const start{1h};
};

TEST_F(sim_unscripted, calls_the_tools_that_it_was_given) {
  for (auto const* request :
       {R"({"agent":"a","overrides":{"agent.tools":[{"name":"t","input_schema":{"properties":{"x":{}}}}]}})",
        R"({"agent":{"tools":[{"name":"t","input_schema":{"properties":{"x":{}}}}]}})"}) {
    auto const m = begin(request);
    EXPECT_EQ(m.state(), "awaiting_tool_results");
    ASSERT_EQ(m.pending_calls().size(), 1u);
    EXPECT_EQ(json::parse(m.pending_calls()[0].text),
              json::parse(R"({"tool_name":"t","args":{"x":"example"},"id":"call_1"})"));
  }
}

TEST_F(sim_unscripted, answers_in_the_format_that_it_was_asked_for) {
  auto const m =
      begin(R"({"agent":"a","overrides":{"agent.answer_format":{"properties":{"n":{"type":"integer"}}}}})");
  EXPECT_EQ(m.answer(), R"({"n":1})");
  EXPECT_EQ(m.state(), "completed");
}

TEST_F(sim_unscripted, rests_where_it_has_an_idle_timeout) {
  auto const m = begin(R"({"agent":"a","messages":"Look.","idle_timeout_s":60})");
  EXPECT_EQ(m.answer(), R"("Done: Look.")");
  EXPECT_EQ(m.state(), "idle");
  EXPECT_EQ(last_event(m).at("data").at("state"), "idle");
}

TEST_F(sim_unscripted, is_lifelike_otherwise) {
  auto m = begin(R"({"agent":"a","messages":"Look."})");
  m.advance(start + 1h);
  EXPECT_GT(m.steps(), 0u);
}

TEST(sim_pending_calls, are_told_by_status_and_changes) {
  platform p(platform_options().manual_time(true));
  auto const id = p.add_session(script().tool_calls(0ms, R"([{"tool_name":"t","args":{},"id":"c"}])"));
  blocking_client client(p);
  for (auto const* route : {"/status", "/changes"}) {
    auto const told = json::parse(client.get("/api/v2/sessions/" + id + route).body);
    EXPECT_EQ(told.at("pending_tool_calls").at(0).at("id"), "c");
  }
}

}  // namespace
}  // namespace hai::sim::test
