// Events that this library cannot decode are delivered all the same (semantics 14).

#include "wire_fixture.hpp"

namespace hai::test {
namespace {

class undecodable : public wire_test, public testing::WithParamInterface<std::string> {};

TEST_P(undecodable, events_come_with_their_exact_text_among_sound_ones) {
  serve(platform_options().page_cap(2));
  std::string const odd = R"({"type":"Odd","data":)" + GetParam() + R"(,"timestamp":"2026-01-01T00:00:00Z"})";
  auto const id = platform().add_session(events(2).raw_event(0ms, odd).event(0ms, "After").ends("completed"));
  auto handle = make_client().session(id);
  auto const all = await(rest_of(handle));
  expect_whole(all, id);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[2].type(), "Odd");
  EXPECT_EQ(all[2].raw(), odd);
  try {
    static_cast<void>(all[2].data());
    ADD_FAILURE() << "it was decoded";
  } catch (error const& failure) {
    EXPECT_EQ(failure.code(), errc::bad_json);
  }
  EXPECT_EQ(all[3].type(), "After");
  EXPECT_TRUE(all[3].data().is_object());
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

INSTANTIATE_TEST_SUITE_P(wire, undecodable,
                         testing::Values(R"({"text":"\ud800 alone"})", R"(["\udc00"])", R"([01])",
                                         nested(600), nested(5000)));

class unusual : public wire_test {};

TEST_F(unusual, events_stay_as_they_are) {
  serve();
  std::vector<std::string> const texts = {
      R"({"type":"Huge","data":{"n":1e400,"m":[-1e999]}})",
      R"({"type":"New","data":{"n":123456789012345678901234567890,"f":-0.0,"e":1E5},"timestamp":"2026-01-01T00:00:00Z"})",
      R"({ "timestamp" : "2026-01-01T00:00:00.123456+02:00" , "data" : null , "type" : "Spaced" })",
      R"({"type":"\u00dcber","data":"\u0000 \ud83d\ude00 ]}","timestamp":"never","extra":[{}]})",
      R"({"data":{}})",
      "{\"type\":\"\xe2\x98\x83\",\"data\":{\"type\":\"inner\",\"kind\":\"policy_event\"}}",
      R"({})"};
  script odd;
  for (auto const& each : texts) odd.raw_event(0ms, each);
  auto const id = platform().add_session(odd.ends("idle"));
  auto handle = make_client().session(id);
  auto const all = await(rest_of(handle));
  ASSERT_EQ(all.size(), texts.size());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].raw(), texts[i]);
  EXPECT_EQ(all[2].type(), "Spaced");
  EXPECT_EQ(all[4].type(), "");
}

TEST_F(unusual, events_of_a_large_size_come_whole) {
  serve(platform_options().gzip(true));
  script large;
  for (char const letter : {'a', 'b', 'c'})
    large.event(0ms, "Large", "{\"text\":\"" + std::string(3'000'000, letter) + "\"}");
  auto const id = platform().add_session(large.ends("idle"));
  auto handle = make_client().session(id);
  expect_whole(await(rest_of(handle)), id);
}

}  // namespace
}  // namespace hai::test
