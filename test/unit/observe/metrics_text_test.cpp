#include "unit/observe/metrics_text.hpp"

#include <gtest/gtest.h>

namespace hai::test {
namespace {

TEST(MetricsText, sound_texts_have_no_errors) {
  metrics_text const sound(
      "# HELP a_total Things.\n# TYPE a_total counter\na_total{b=\"x\\\"y\\\\z\\n\"} 3\n"
      "# HELP h Sizes.\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum "
      "3.5\nh_count 2\n");
  EXPECT_TRUE(sound.errors().empty()) << sound.errors().front();
  EXPECT_EQ(sound.at("h_sum"), 3.5);
}

TEST(MetricsText, each_broken_rule_is_found) {
  for (std::string const broken : {
           "# HELP a A.\n# TYPE a counter\na 1\n",                                         // no _total
           "# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n",                         // no counter
           "# TYPE a gauge\na 1\n",                                                        // no HELP
           "# HELP a A.\n# TYPE a gauge\na 1",                                             // no line break
           "# HELP a A.\n# TYPE a gauge\na 1\na 2\n",                                      // twice
           "# HELP a A.\n# TYPE a gauge\nb 1\n",                                           // another family's
           "# HELP a A.\n# TYPE a gauge\na{b=\"x\ty\\t\"} 1\n",                            // escape
           "# HELP a A.\n# TYPE a gauge\na{b=\"x\",b=\"y\"} 1\n",                          // label twice
           "# HELP a A.\n# TYPE a gauge\na{1b=\"x\"} 1\n",                                 // label name
           "# HELP a A.\n# TYPE a gauge\na nothing\n",                                     // no number
           "# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n",  // no +Inf
           "# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"1\"} 3\nh_bucket{le=\"+Inf\"} 2\nh_sum 1\nh_count "
           "2\n",
           "# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 2\nh_count 2\n",  // no sum
       })
    EXPECT_FALSE(metrics_text(broken).errors().empty()) << broken;
}

}  // namespace
}  // namespace hai::test
