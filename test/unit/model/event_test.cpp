#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <hai/errc.hpp>
#include <hai/error.hpp>
#include <hai/event.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "model/event_access.hpp"
#include "model/replies.hpp"
#include "unit/model/payload_files.hpp"

namespace hai {
namespace {

event parse(std::string_view text, std::uint64_t index = 3) {
  return detail::event_access::parse(index, text);
}

TEST(event, has_what_its_envelope_says) {
  std::string const text =
      R"({"timestamp":"2026-10-01T06:00:04.5Z", "type":"AgentEvent","data":{"kind":"answer_event","answer":1}})";
  event const one = parse(text, 41);
  EXPECT_EQ(one.index(), 41u);
  EXPECT_EQ(one.type(), "AgentEvent");
  EXPECT_EQ(one.kind(), "answer_event");
  EXPECT_EQ(one.timestamp().time_since_epoch().count(), 1790834404500000);
  EXPECT_EQ(one.raw(), text);
  EXPECT_EQ(one.data(), boost::json::parse(R"({"kind":"answer_event","answer":1})"));
}

TEST(event, is_empty_by_default_and_after_a_move) {
  event none;
  EXPECT_EQ(none.index(), 0u);
  EXPECT_EQ(none.type(), "");
  EXPECT_EQ(none.kind(), "");
  EXPECT_EQ(none.raw(), "");
  EXPECT_EQ(none.timestamp().time_since_epoch().count(), 0);
  EXPECT_TRUE(none.data().is_null());
  EXPECT_FALSE(none.get_if<answer_event>());

  event one = parse("{\"type\":\"T\"}");
  event const taken = std::move(one);
  EXPECT_EQ(taken.type(), "T");
  EXPECT_EQ(one.type(), "");  // NOLINT(bugprone-use-after-move): the moved-from state is specified
  one = taken;
  EXPECT_EQ(one.type(), "T");
}

TEST(event, owns_its_text) {
  event one;
  {
    std::string page = R"({"status":"running","new_events":[{"type":"T","data":{"a":"b"}}]})";
    one = model::read_changes(page, 9).new_events.at(0);
    page.assign(page.size(), '#');
  }
  EXPECT_EQ(one.raw(), R"({"type":"T","data":{"a":"b"}})");
  EXPECT_EQ(one.type(), "T");
  EXPECT_EQ(one.data().at("a"), "b");
  EXPECT_EQ(one.index(), 9u);
}

TEST(event, copies_share_text_and_parsed_data) {
  event const one = parse(R"({"type":"T","data":[1,2]})");
  event const copy = one;
  EXPECT_EQ(one.raw().data(), copy.raw().data());
  EXPECT_EQ(&one.data(), &copy.data());
}

TEST(event, kind_belongs_to_an_agent_event_only) {
  EXPECT_EQ(parse(R"({"data":{"kind":"k"},"type":"AgentEvent"})").kind(), "k");
  EXPECT_EQ(parse(R"({"data":{"kind":"k"},"type":"ChatMessageEvent"})").kind(), "");
}

TEST(event, names_written_with_escapes_are_decoded) {
  event const one = parse(R"({"type":"Agent\u0045vent","data":{"kind":"fl\u006fw_event","flow":"stop"}})");
  EXPECT_EQ(one.type(), "AgentEvent");
  EXPECT_EQ(one.kind(), "flow_event");
  EXPECT_EQ(one.get_if<flow_event>()->flow, "stop");
  EXPECT_EQ(parse(R"({"type":"a\"b\u00e9"})").type(), "a\"b\xc3\xa9");
}

TEST(event, a_type_that_is_no_text_is_empty) {
  for (char const* text : {"{}", "{\"type\":5}", "{\"type\":null}", "[1]", "null", "\"T\""}) {
    event const one = parse(text);
    EXPECT_EQ(one.type(), "") << text;
    EXPECT_EQ(one.raw(), text);
    EXPECT_TRUE(one.data().is_null()) << text;
  }
}

TEST(event, a_time_that_cannot_be_read_is_the_epoch) {
  EXPECT_EQ(parse(R"({"timestamp":"soon"})").timestamp().time_since_epoch().count(), 0);
  EXPECT_EQ(parse(R"({"timestamp":1790834404})").timestamp().time_since_epoch().count(), 0);
}

void expect_unsound(std::string const& data) {
  std::string const text = R"({"type":"AgentEvent","data":)" + data + "}";
  event const one = parse(text);
  EXPECT_EQ(one.raw(), text);
  for (int attempt = 0; attempt != 2; ++attempt) {
    try {
      one.data();
      ADD_FAILURE() << "parsed " << data;
    } catch (error const& failure) {
      EXPECT_EQ(failure.code(), errc::bad_json);
      EXPECT_NE(std::string(failure.what()).find("event 3"), std::string::npos) << failure.what();
    }
  }
}

TEST(event, only_data_fails_when_the_payload_is_unsound) {
  expect_unsound(R"({"kind":"answer_event","answer":"\ud800"})");
  expect_unsound(R"({"kind":"answer_event","answer":oops})");
  expect_unsound("{\"kind\":\"answer_event\",\"answer\":\"\xff\"}");
  expect_unsound(std::string(600, '[') + std::string(600, ']'));
}

TEST(event, data_may_be_nested_deeper_than_boost_json_allows_by_default) {
  std::string const deep = std::string(500, '[') + std::string(500, ']');
  event const one = parse(R"({"data":)" + deep + "}");
  EXPECT_TRUE(one.data().is_array());
}

TEST(event, typed_access_is_empty_for_an_unsound_payload_and_visit_calls_it_unknown) {
  event const one = parse(R"({"type":"AgentEvent","data":{"kind":"answer_event","answer":"\udfff"}})");
  EXPECT_EQ(one.kind(), "answer_event");
  EXPECT_FALSE(one.get_if<answer_event>());
  auto const payload = std::get<unknown_event>(one.payload());
  EXPECT_EQ(payload.type, "AgentEvent");
  EXPECT_EQ(payload.kind, "answer_event");
  EXPECT_TRUE(payload.data.is_null());
}

TEST(event, visit_returns_what_the_visitor_returns) {
  event const one = parse(R"({"type":"LiveViewUrlEvent","data":{"live_view_url":"u"}})");
  std::string const url = one.visit([](auto const& payload) -> std::string {
    if constexpr (std::is_same_v<std::decay_t<decltype(payload)>, live_view_url_event>)
      return payload.live_view_url;
    return "another type";
  });
  EXPECT_EQ(url, "u");
}

TEST(event, many_threads_may_look_at_copies_at_once) {
  std::vector<event> const events =
      model::read_event_page(test::payload_file("events_every_kind.json"), 0).items;
  std::vector<std::size_t> sums(4);
  std::vector<std::thread> threads;
  for (std::size_t& sum : sums) {
    threads.emplace_back([&sum, copies = events] {
      for (event const& one : copies) {
        event const copy = one;
        sum += one.data().is_object() ? copy.data().get_object().size() : 0;
        sum += copy.payload().index();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (std::size_t const sum : sums) {
    EXPECT_EQ(sum, sums.front());
    EXPECT_GT(sum, 0u);
  }
}

}  // namespace
}  // namespace hai
