// Tools: names, definitions, and handlers of every shape.

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/describe/class.hpp>
#include <boost/json/serialize.hpp>
#include <hai/error.hpp>
#include <hai/toolbox.hpp>
#include <memory>

namespace hai {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

struct parcel {
  std::string to;
  int grams = 0;
};
BOOST_DESCRIBE_STRUCT(parcel, (), (to, grams))

constexpr char const* any_object = R"({"type":"object"})";

json::value call(toolbox const& tools, char const* name, json::object arguments) {
  asio::io_context io;
  json::value result = "not called";
  std::exception_ptr failure;
  auto const handler = tools.find(name);
  asio::co_spawn(io, handler(std::move(arguments)), [&](std::exception_ptr e, json::value v) {
    failure = e;
    result = std::move(v);
  });
  io.run();
  if (failure) std::rethrow_exception(failure);
  return result;
}

std::string refusal_of(std::string name, json::value schema = any_object, std::string description = "x") {
  try {
    toolbox().add(std::move(name), std::move(description), std::move(schema), [] { return 1; });
  } catch (error const& refused) {
    EXPECT_EQ(refused.code(), errc::invalid_argument);
    return refused.what();
  }
  return "accepted";
}

TEST(toolbox, takes_names_of_letters_digits_and_underscores) {
  EXPECT_EQ(refusal_of("find_shelf_2"), "accepted");
  EXPECT_EQ(refusal_of("_"), "accepted");
  EXPECT_EQ(refusal_of(std::string(64, 'n')), "accepted");
}

TEST(toolbox, refuses_other_names_and_says_which) {
  EXPECT_NE(refusal_of("").find("1 to 64"), std::string::npos);
  EXPECT_NE(refusal_of(std::string(65, 'n')).find("not 65"), std::string::npos);
  EXPECT_NE(refusal_of("2nd").find("\"2nd\": name: must not begin with a digit"), std::string::npos);
  EXPECT_NE(refusal_of("a-b").find("\"a-b\""), std::string::npos);
  EXPECT_NE(refusal_of("caf\xc3\xa9").find("letters"), std::string::npos);
}

TEST(toolbox, refuses_a_name_twice) {
  toolbox tools;
  tools.add("a", "x", any_object, [] { return 1; });
  EXPECT_THROW(tools.add("a", "y", any_object, [] { return 2; }), error);
}

TEST(toolbox, refuses_schemas_that_describe_no_object) {
  EXPECT_NE(refusal_of("a", "{broken").find("not JSON"), std::string::npos);
  EXPECT_NE(refusal_of("a", json::array{1}).find("input_schema"), std::string::npos);
  EXPECT_NE(refusal_of("a", R"({"type":"array"})").find("\"object\""), std::string::npos);
  EXPECT_NE(refusal_of("a", any_object, "").find("description"), std::string::npos);
}

TEST(toolbox, defines_its_tools_as_the_api_wants_them) {
  toolbox tools;
  json::object schema{{"type", "object"}};
  tools.add("a", "first", any_object, [] { return 1; }).add("b", "second", schema, [] { return 2; });
  EXPECT_EQ(json::serialize(tools.definitions()),
            R"([{"name":"a","description":"first","input_schema":{"type":"object"}},)"
            R"({"name":"b","description":"second","input_schema":{"type":"object"}}])");
}

TEST(toolbox, hands_plain_objects_to_a_handler) {
  toolbox tools;
  tools.add("echo", "x", any_object,
            [](json::object given) -> asio::awaitable<json::value> { co_return given.at("x"); });
  EXPECT_EQ(call(tools, "echo", {{"x", "y"}}), "y");
}

TEST(toolbox, converts_arguments_and_results_of_described_types) {
  toolbox tools;
  tools.add("heavier", "x", any_object, [](parcel given) -> asio::awaitable<parcel> {
    given.grams += 5;
    co_return given;
  });
  EXPECT_EQ(call(tools, "heavier", {{"to", "Brest"}, {"grams", 2}}),
            (json::value{{"to", "Brest"}, {"grams", 7}}));
}

TEST(toolbox, tells_when_arguments_do_not_convert) {
  toolbox tools;
  tools.add("heavier", "x", any_object, [](parcel) { return 1; });
  EXPECT_THROW(call(tools, "heavier", {{"to", 3}}), std::exception);
}

TEST(toolbox, takes_handlers_without_argument_without_result_and_without_awaiting) {
  toolbox tools;
  int calls = 0;
  tools.add("plain", "x", any_object, [](json::object) { return std::string("now"); });
  tools.add("nothing", "x", any_object, [&calls] { ++calls; });
  tools.add("later", "x", any_object, [&calls]() -> asio::awaitable<void> {
    ++calls;
    co_return;
  });
  EXPECT_EQ(call(tools, "plain", {}), "now");
  EXPECT_TRUE(call(tools, "nothing", {}).is_null());
  EXPECT_TRUE(call(tools, "later", {}).is_null());
  EXPECT_EQ(calls, 2);
}

TEST(toolbox, keeps_a_handler_alive_that_runs_when_the_toolbox_is_gone) {
  asio::io_context io;
  auto const kept = std::make_shared<int>(7);
  std::optional<asio::awaitable<json::value>> running;
  {
    toolbox tools;
    tools.add("late", "x", any_object, [kept]() -> asio::awaitable<int> { co_return *kept; });
    running.emplace(tools.find("late")({}));
  }
  json::value result;
  asio::co_spawn(io, std::move(*running), [&](std::exception_ptr, json::value v) { result = std::move(v); });
  io.run();
  EXPECT_EQ(result, 7);
}

TEST(toolbox, runs_at_least_one_call_at_a_time) {
  toolbox tools;
  EXPECT_EQ(tools.concurrency(3).concurrency(), 3u);
  try {
    tools.concurrency(0);
    ADD_FAILURE() << "it was taken";
  } catch (error const& failure) {
    EXPECT_EQ(failure.code(), errc::invalid_argument);
  }
  EXPECT_EQ(tools.concurrency(), 3u);
}

}  // namespace
}  // namespace hai
