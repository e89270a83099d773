#include "session/last_snapshot.hpp"

#include <gtest/gtest.h>

#include "model/bad_document.hpp"

namespace hai::detail {
namespace {

model::envelope page_with(std::string_view answer, std::string_view metrics = {}) {
  model::envelope page;
  page.answer = answer;
  page.metrics = metrics;
  return page;
}

class LastSnapshot : public testing::Test {
 protected:
  bool reads(std::string_view text) {
    answer = "untouched";
    return told.read_new_answer(page_with(text), answer);
  }

  last_snapshot told;
  boost::json::value answer;
};

TEST_F(LastSnapshot, an_answer_is_read_when_it_is_another_one) {
  EXPECT_TRUE(reads(R"("first")"));
  EXPECT_EQ(answer, "first");
  EXPECT_FALSE(reads(R"("first")"));
  EXPECT_EQ(answer, "untouched");
  EXPECT_TRUE(reads(R"({"second":2})"));
  EXPECT_EQ(answer.at("second"), 2);
}

TEST_F(LastSnapshot, a_page_without_an_answer_takes_the_last_one_back) {
  reads(R"("first")");
  EXPECT_TRUE(reads("null"));
  EXPECT_TRUE(answer.is_null());
  EXPECT_TRUE(reads({}));
  EXPECT_TRUE(reads(R"("first")"));
  EXPECT_EQ(answer, "first");
}

TEST_F(LastSnapshot, an_answer_that_is_forgotten_is_read_again) {
  reads(R"("first")");
  told.forget_answer();
  EXPECT_TRUE(reads(R"("first")"));
  EXPECT_EQ(answer, "first");
}

TEST_F(LastSnapshot, an_answer_that_cannot_be_read_does_not_count_as_told) {
  EXPECT_THROW(reads("{"), model::bad_document);
  EXPECT_THROW(reads("{"), model::bad_document);
}

TEST_F(LastSnapshot, the_metrics_are_the_last_that_a_page_had) {
  EXPECT_EQ(told.read_metrics().steps, 0);
  told.keep_metrics(page_with({}, R"({"steps":3})"));
  told.keep_metrics(page_with({}, R"({"steps":4})"));
  told.keep_metrics(page_with({}, "null"));
  told.keep_metrics(page_with({}));
  EXPECT_EQ(told.read_metrics().steps, 4);
}

}  // namespace
}  // namespace hai::detail
