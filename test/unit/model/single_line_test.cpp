#include <gtest/gtest.h>

#include <string>

#include "model/single_line.hpp"

namespace hai::model {
namespace {

TEST(single_line, leaves_a_text_on_one_line_as_it_is) {
  EXPECT_EQ(single_line(R"({"a" : [1,  2], "b":"x\ty\n"})"), R"({"a" : [1,  2], "b":"x\ty\n"})");
  EXPECT_EQ(single_line(""), "");
}

TEST(single_line, leaves_out_line_breaks_and_tabs_between_tokens_and_nothing_else) {
  EXPECT_EQ(single_line("{\r\n\t\"a\" : 1,\n  \"b\": \"two words\"\n}"),
            "{\"a\" : 1,  \"b\": \"two words\"}");
}

TEST(single_line, knows_a_string_from_what_is_between) {
  EXPECT_EQ(single_line("[\"\\\"\n\", \"\\\\\"\n]"), "[\"\\\" \", \"\\\\\"]");
}

TEST(single_line, keeps_tabs_in_strings_and_turns_line_breaks_there_into_spaces) {
  EXPECT_EQ(single_line("[\"a\tb\nc\rd\"\t]"), "[\"a\tb c d\"]");
}

TEST(single_line, never_breaks_the_line_of_a_text_that_is_cut_short) {
  EXPECT_EQ(single_line("{\n\"a\": \"b\n\\"), "{\"a\": \"b \\");
  EXPECT_EQ(single_line("\"a\\\n").find('\n'), std::string::npos);
}

TEST(single_line, appends) {
  std::string out = "event: ";
  append_single_line(out, "[\n1]");
  EXPECT_EQ(out, "event: [1]");
}

}  // namespace
}  // namespace hai::model
