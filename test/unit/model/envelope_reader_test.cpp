#include "model/envelope_reader.hpp"

#include <gtest/gtest.h>

#include <string>

#include "model/bad_document.hpp"
#include "unit/model/payload_files.hpp"

namespace hai::model {
namespace {

envelope read(std::string_view body) {
  envelope slices;
  read_envelope(body, "new_events", slices);
  return slices;
}

bool refuses(std::string const& body) {
  try {
    read(body);
    return false;
  } catch (bad_document const&) {
    return true;
  }
}

std::string with_events(std::string const& events) {
  return R"({"status":"running","new_events":[)" + events + "]}";
}

std::string with_data(std::string const& data) {
  return with_events(R"({"type":"AgentEvent","data":)" + data + R"(,"timestamp":"t"})");
}

TEST(envelope_reader, slices_the_body_without_copying) {
  std::string const body =
      R"( {"answer" : {"a":[1]} , "new_events":[ {"type":"T","timestamp":"when","data":{"kind":"k"} } , 5 ],"status":"idle","total":12} )";
  envelope const slices = read(body);
  EXPECT_EQ(slices.status, "\"idle\"");
  EXPECT_EQ(slices.answer, R"({"a":[1]})");
  EXPECT_EQ(slices.total, "12");
  EXPECT_EQ(slices.metrics, "");
  ASSERT_EQ(slices.events.size(), 2u);
  EXPECT_EQ(slices.events[0].text, R"({"type":"T","timestamp":"when","data":{"kind":"k"} })");
  EXPECT_EQ(slices.events[0].type, "\"T\"");
  EXPECT_EQ(slices.events[0].timestamp, "\"when\"");
  EXPECT_EQ(slices.events[0].data, R"({"kind":"k"})");
  EXPECT_EQ(slices.events[0].kind, "\"k\"");
  EXPECT_GE(slices.events[0].text.data(), body.data());
  EXPECT_LT(slices.events[0].text.data(), body.data() + body.size());
}

TEST(envelope_reader, an_event_that_is_no_object_keeps_its_place) {
  std::string const body = with_events(R"(null,{"data":{}},"text",[{"type":"T"}],{"type":"T"})");
  envelope const slices = read(body);
  ASSERT_EQ(slices.events.size(), 5u);
  EXPECT_EQ(slices.events[0].text, "null");
  EXPECT_EQ(slices.events[1].type, "");
  EXPECT_EQ(slices.events[3].text, R"([{"type":"T"}])");
  EXPECT_EQ(slices.events[3].type, "");
  EXPECT_EQ(slices.events[4].type, "\"T\"");
}

TEST(envelope_reader, new_events_may_be_absent_null_or_no_list) {
  EXPECT_TRUE(read("{}").events.empty());
  EXPECT_TRUE(read(R"({"new_events":null})").events.empty());
  EXPECT_TRUE(read(R"({"new_events":{"a":[1]}})").events.empty());
  EXPECT_TRUE(read(R"({"new_events":[ ]})").events.empty());
}

TEST(envelope_reader, forgets_the_page_before) {
  envelope slices;
  read_envelope(with_data("{}"), "new_events", slices);
  read_envelope("{}", "new_events", slices);
  EXPECT_TRUE(slices.events.empty());
  EXPECT_EQ(slices.status, "");
}

TEST(envelope_reader, kind_is_that_of_the_top_level_of_data) {
  auto const kind = [](std::string const& data) {
    std::string const body = with_data(data);
    return std::string(read(body).events.at(0).kind);
  };
  EXPECT_EQ(kind(R"({"a":{"kind":"inner"},"kind":"outer"})"), "\"outer\"");
  EXPECT_EQ(kind(R"({"a":{"kind":"inner"}})"), "");
  EXPECT_EQ(kind(R"([{"kind":"inner"}])"), "");
  EXPECT_EQ(kind(R"(["kind",":"])"), "");
  EXPECT_EQ(kind(R"({"a":"kind","b":1})"), "");
  EXPECT_EQ(kind(R"({ "kind" : "spaced" })"), "\"spaced\"");
  EXPECT_EQ(kind(R"({"k\u0069nd":"escaped"})"), "\"escaped\"");
  EXPECT_EQ(kind(R"({"kind":7})"), "");
  EXPECT_EQ(kind(R"({"kind":"first","kind":"last"})"), "\"last\"");
  EXPECT_EQ(kind(R"({"kind":"first","kind":null})"), "");
  EXPECT_EQ(kind(R"({"kinds":"no","kin":"no"})"), "");
  EXPECT_EQ(kind(R"("kind")"), "");
}

TEST(envelope_reader, the_last_of_a_repeated_member_counts) {
  envelope const slices =
      read(R"({"status":"a","new_events":[1,2],"status":"b","new_events":[{"data":{"kind":"x"},"data":3}]})");
  EXPECT_EQ(slices.status, "\"b\"");
  ASSERT_EQ(slices.events.size(), 1u);
  EXPECT_EQ(slices.events[0].data, "3");
  EXPECT_EQ(slices.events[0].kind, "");
}

TEST(envelope_reader, names_may_be_written_with_escapes) {
  envelope const slices = read(R"({"st\u0061tus":"a","new\u005fevents":[{"t\u0079pe":"T"}]})");
  EXPECT_EQ(slices.status, "\"a\"");
  ASSERT_EQ(slices.events.size(), 1u);
  EXPECT_EQ(slices.events[0].type, "\"T\"");
}

TEST(envelope_reader, an_unsound_payload_does_not_stop_delivery) {
  for (char const* data :
       {R"({"a":"\ud800"})", "{\"a\":\"\xff\"}", R"({"a":01})", R"({"a":nul,,})", R"({"a" "b"})",
        "{\"a\":\"line\nbreak\"}", R"({"a":1e99999999999})", "NaN", R"("\x")"}) {
    std::string const body = with_data(data);
    envelope const slices = read(body);
    ASSERT_EQ(slices.events.size(), 1u) << data;
    EXPECT_EQ(slices.events[0].data, data);
    EXPECT_EQ(slices.events[0].timestamp, "\"t\"");
  }
}

TEST(envelope_reader, brackets_in_a_payload_must_match) {
  for (char const* data : {"{]", "[}", "{]}", "[}]", "[{]}", "{\"a\":[}]", "[[]", "{}}", "{\"a\":\"}", "\"",
                           "", "]", "[\"\\\"]"}) {
    EXPECT_TRUE(refuses(with_data(data))) << data;
  }
}

TEST(envelope_reader, everything_outside_a_payload_must_be_sound) {
  for (char const* body : {"",
                           " ",
                           "{",
                           "}",
                           "[",
                           "{]",
                           "[}",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{,\"a\":1}",
                           "{a:1}",
                           "{'a':1}",
                           "{\"a\":1 \"b\":2}",
                           "{\"a\"=1}",
                           "{\"a\":1}}",
                           "{\"a\":1}{}",
                           "{\"a\":01}",
                           "{\"a\":1.}",
                           "{\"a\":.5}",
                           "{\"a\":+1}",
                           "{\"a\":-}",
                           "{\"a\":1e}",
                           "{\"a\":1e+}",
                           "{\"a\":tru}",
                           "{\"a\":True}",
                           "{\"a\":nullx}",
                           "{\"a\":\"\\x\"}",
                           "{\"a\":\"\\u12g4\"}",
                           "{\"a\":\"\\ud800\"}",
                           "{\"a\":\"\x01\"}",
                           "{\"a\":\"\x80\"}",
                           "{\"a\":\"\xc3\"}",
                           "{\"a\":[1,]}",
                           "{\"a\":[,1]}",
                           "{\"a\":[1 2]}",
                           "{\"a\":[1}}",
                           "{\"a\":{\"b\":1]}",
                           "{\"a\":\"\n\"}",
                           "{\"a\":1}\x01",
                           "\xef\xbb\xbf{}",
                           "{\"\\ud800\":1}",
                           "{\"new_events\":[1,]}",
                           "{\"new_events\":[{}",
                           "{\"new_events\":[{\"type\":\"\\q\"}]}",
                           "{\"new_events\":[{\"type\":\"T\",}]}",
                           "{\"new_events\":[{\"x\":nan}]}",
                           "{\"new_events\":[{\"data\":{}]]}",
                           "{\"new_events\":[{\"data\":nan,\"data\":1}]}",
                           "{\"new_events\":[{\"data\":nan}],\"new_events\":[]}"}) {
    EXPECT_TRUE(refuses(body)) << body;
  }
}

TEST(envelope_reader, an_escape_may_stand_anywhere_in_a_long_payload) {
  for (std::size_t before = 0; before != 200; ++before) {
    for (char const* piece : {R"(\"]{)", R"(\\)", R"(\\\"}})", R"(\n\"[)", R"(\u005c\")"}) {
      std::string const data =
          R"({"a":")" + std::string(before, 'x') + piece + std::string(150, 'y') + R"(","kind":"k"})";
      std::string const body = with_data(data);
      envelope const slices = read(body);
      ASSERT_EQ(slices.events.size(), 1u);
      EXPECT_EQ(slices.events[0].data, data);
      EXPECT_EQ(slices.events[0].kind, "\"k\"");
      EXPECT_EQ(slices.events[0].timestamp, "\"t\"");
    }
  }
}

TEST(envelope_reader, the_kind_may_stand_anywhere_in_a_long_payload) {
  for (std::size_t before = 0; before != 200; ++before) {
    std::string const body = with_data("{" + std::string(before, ' ') +
                                       R"("a":[{"kind":"no"}], "kind" : "yes" ,"b":{"kind":"no"}})");
    EXPECT_EQ(read(body).events.at(0).kind, "\"yes\"") << before;
  }
}

TEST(envelope_reader, nesting_in_a_payload_costs_no_stack) {
  std::string const deep = std::string(1000000, '[') + std::string(1000000, ']');
  std::string const body = with_data(deep);
  EXPECT_EQ(read(body).events.at(0).data.size(), deep.size());
  EXPECT_TRUE(refuses(with_data(deep.substr(1))));
}

TEST(envelope_reader, brackets_of_both_sorts_match_at_any_depth) {
  std::string open;
  std::string close;
  for (int i = 0; i != 200; ++i) {
    open += i % 3 == 0 ? "[" : "{\"a\":";
    close.insert(0, i % 3 == 0 ? "]" : "}");
  }
  std::string const body = with_data(open + "1" + close);
  EXPECT_EQ(read(body).events.size(), 1u);
  for (std::size_t at :
       {std::size_t{0}, std::size_t{63}, std::size_t{64}, std::size_t{136}, close.size() - 1}) {
    std::string wrong = close;
    wrong[at] = wrong[at] == ']' ? '}' : ']';
    EXPECT_TRUE(refuses(with_data(open + "1" + wrong))) << at;
  }
}

TEST(envelope_reader, nesting_outside_a_payload_is_bounded) {
  auto const nested = [](std::size_t depth) {
    return R"({"answer":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_FALSE(refuses(nested(512)));
  EXPECT_TRUE(refuses(nested(513)));
  EXPECT_TRUE(refuses(nested(3000000)));
}

TEST(envelope_reader, says_where_a_body_ends_too_soon) {
  try {
    read(R"({"status":"run)");
    FAIL();
  } catch (bad_document const& bad) {
    EXPECT_EQ(bad.reason(), bad_document::fault::syntax);
    EXPECT_STREQ(bad.what(), "the JSON text is cut short at byte 14");
  }
}

}  // namespace
}  // namespace hai::model
