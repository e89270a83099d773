#include "model/json_fields.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <hai/events/observation_event.hpp>

namespace hai::model {
namespace {

TEST(JsonFields, ANumberMayBeWrittenInAnyWayAndNothingElseIsOne) {
  struct row {
    char const* text;
    std::optional<double> expected;
  };
  for (auto const& each :
       {row{"1.5", 1.5}, row{"-3", -3.0}, row{"18446744073709551615", 18446744073709551615.0},
        row{"\"1\"", std::nullopt}, row{"null", std::nullopt}}) {
    boost::json::object const from{{"n", boost::json::parse(each.text)}};
    EXPECT_EQ(number_field(from, "n"), each.expected) << each.text;
  }
  EXPECT_EQ(number_field({}, "n"), std::nullopt);
}

TEST(JsonFields, APairOfPixelsIsTwoNumbers) {
  observation_event seen;
  seen.type = "web";
  for (auto const* const pair : {"[1]", "[1, 2, 3]", "[\"1\", 2]", "[1, null]", "[1e300, 2]", "7"}) {
    seen.metadata["page_size"] = boost::json::parse(pair);
    EXPECT_FALSE(seen.web()->page_size) << pair;
  }
  seen.metadata["page_size"] = boost::json::parse("[1280.5, 800]");
  EXPECT_EQ(seen.web()->page_size, std::pair(std::int64_t(1280), std::int64_t(800)));
}

}  // namespace
}  // namespace hai::model
