// Results of tools against the limit of a request's body.

#include "session/result_parcels.hpp"

#include <gtest/gtest.h>

#include "model/request_bodies.hpp"

namespace hai::detail {
namespace {

tool_request call(std::string id) { return tool_request("tool", {}, std::move(id)); }
tool_result result_of(std::size_t bytes, std::string id = "1") {
  return tool_result(call(std::move(id)), boost::json::string(bytes, 'x'));
}
std::size_t body_size(std::vector<tool_result> const& parcel) {
  return model::tool_results_body(parcel).size();
}
std::vector<std::size_t> sizes(std::vector<std::vector<tool_result>> const& parcels) {
  std::vector<std::size_t> counts;
  for (auto const& each : parcels) counts.push_back(each.size());
  return counts;
}

TEST(result_parcels, a_result_that_just_fits_stays_as_it_is) {
  auto const result = result_of(100);
  auto const size = body_size({result});
  EXPECT_FALSE(fitting(result, size).is_error());
  EXPECT_TRUE(fitting(result, size - 1).is_error());
}

TEST(result_parcels, a_result_that_is_too_large_becomes_a_failure_with_the_sizes) {
  auto const failed = fitting(result_of(500), 300);
  EXPECT_EQ(failed.tool_req().id, "1");
  EXPECT_EQ(failed.error(), "the tool's result is too large: " + std::to_string(body_size({result_of(500)})) +
                                " bytes, and a request may have 300");
}

TEST(result_parcels, an_error_that_is_too_large_becomes_a_short_one) {
  auto const failed = fitting(tool_result::failure(call("1"), std::string(500, 'x')), 300);
  EXPECT_TRUE(failed.error().starts_with("the tool's error is too large: ")) << failed.error();
}

TEST(result_parcels, escapes_count_as_they_are_sent) {
  tool_result const quotes(call("1"), boost::json::string(100, '"'));
  EXPECT_TRUE(fitting(quotes, body_size({quotes}) - 1).is_error());
  EXPECT_EQ(body_size({quotes}), body_size({result_of(200)}));
}

TEST(result_parcels, a_batch_that_just_fits_is_one_and_a_byte_less_makes_two) {
  std::vector<tool_result> const three{result_of(10, "1"), result_of(20, "2"), result_of(30, "3")};
  auto const size = body_size(three) + 1;  // the comma after the last one is not there
  EXPECT_EQ(sizes(parcels_of(three, size)), (std::vector<std::size_t>{3}));
  EXPECT_EQ(sizes(parcels_of(three, size - 1)), (std::vector<std::size_t>{2, 1}));
}

TEST(result_parcels, keep_every_result_in_its_order_within_the_limit) {
  std::vector<tool_result> many;
  for (std::size_t i = 0; i != 40; ++i) many.push_back(result_of(i * 7 % 150, std::to_string(i)));
  constexpr std::size_t most = 400;
  std::size_t next = 0;
  for (auto const& parcel : parcels_of(many, most)) {
    EXPECT_LE(body_size(parcel), most);
    for (auto const& each : parcel) EXPECT_EQ(each.tool_req().id, std::to_string(next++));
  }
  EXPECT_EQ(next, many.size());
}

TEST(result_parcels, of_nothing_are_none) { EXPECT_TRUE(parcels_of({}, 100).empty()); }

}  // namespace
}  // namespace hai::detail
