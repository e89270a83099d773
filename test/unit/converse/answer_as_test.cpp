// Answers as types of the program.

#include <gtest/gtest.h>

#include <boost/describe/class.hpp>
#include <hai/answer_as.hpp>
#include <hai/error.hpp>
#include <optional>
#include <vector>

namespace hai {
namespace {

namespace json = boost::json;

struct offer {
  std::string shop;
  double price = 0;
};
BOOST_DESCRIBE_STRUCT(offer, (), (shop, price))

run_result ended_with(json::value answer) {
  run_result ended;
  ended.id = "s-1";
  ended.state = session_state::completed;
  ended.answer = std::move(answer);
  return ended;
}

template <class T>
error mismatch(run_result const& ended) {
  try {
    answer_as<T>(ended);
  } catch (error const& failure) {
    return failure;
  }
  ADD_FAILURE() << "it fits";
  return to_error(nullptr);
}

TEST(answer_as, reads_an_object) {
  auto const found = answer_as<offer>(ended_with({{"shop", "corner"}, {"price", 2.5}}));
  EXPECT_EQ(found.shop, "corner");
  EXPECT_EQ(found.price, 2.5);
}

TEST(answer_as, reads_an_object_that_came_as_text) {
  auto const found = ended_with(R"({"shop":"corner","price":3})").answer_as<offer>();
  EXPECT_EQ(found.shop, "corner");
  EXPECT_EQ(found.price, 3);
}

TEST(answer_as, reads_lists_and_numbers) {
  EXPECT_EQ(answer_as<std::vector<int>>(ended_with("[1,2,3]")), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(answer_as<int>(ended_with(42)), 42);
}

TEST(answer_as, leaves_text_that_is_wanted_as_text) {
  EXPECT_EQ(answer_as<std::string>(ended_with("plain words")), "plain words");
  EXPECT_EQ(answer_as<std::string>(ended_with("42")), "42");
}

TEST(answer_as, refuses_what_does_not_fit_and_keeps_the_raw_answer) {
  auto const failure = mismatch<offer>(ended_with({{"shop", "corner"}}));
  EXPECT_EQ(failure.code(), errc::answer_mismatch);
  EXPECT_EQ(failure.body(), R"({"shop":"corner"})");
  EXPECT_NE(std::string(failure.what()).find("s-1"), std::string::npos);
}

TEST(answer_as, keeps_text_that_is_no_json_as_the_raw_answer) {
  EXPECT_EQ(mismatch<offer>(ended_with("I could not find one.")).body(), R"("I could not find one.")");
}

TEST(answer_as, tells_why_there_is_none) {
  auto failed = ended_with(nullptr);
  failed.state = session_state::failed;
  failed.error = "browser crashed";
  std::string const text = mismatch<offer>(failed).what();
  EXPECT_NE(text.find("failed"), std::string::npos);
  EXPECT_NE(text.find("no answer"), std::string::npos);
  EXPECT_NE(text.find("browser crashed"), std::string::npos);
}

}  // namespace
}  // namespace hai
