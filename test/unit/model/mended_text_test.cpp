#include "model/mended_text.hpp"

#include <gtest/gtest.h>

namespace hai::model {
namespace {

constexpr char const* bad = "\xef\xbf\xbd";

TEST(MendedText, ReplacesEscapesOfLoneSurrogatesOnly) {
  struct row {
    std::string text, expected;
  };
  for (auto const& each : {
           row{R"("plain")", R"("plain")"},
           row{R"("\u00e9\uFFFD\n\"\\")", R"("\u00e9\uFFFD\n\"\\")"},
           row{R"("\ud83d\ude00")", R"("\ud83d\ude00")"},
           row{R"("\uD83D\uDE00")", R"("\uD83D\uDE00")"},
           row{R"("\ud83d")", R"("\ufffd")"},
           row{R"("\ude00")", R"("\ufffd")"},
           row{R"("\ud83dx")", R"("\ufffdx")"},
           row{R"("\ud83d\ud83d\ude00")", R"("\ufffd\ud83d\ude00")"},
           row{R"("\ud83d\u0041")", R"("\ufffd\u0041")"},
           row{R"("\u12g4\uz")", R"("\u12g4\uz")"},
           row{"\"\\", "\"\\"},
           row{R"("\u12)", R"("\u12)"},
       })
    EXPECT_EQ(mended(each.text), each.expected) << each.text;
}

TEST(MendedText, KeepsUtf8AndReplacesEachByteOfWhatIsNone) {
  for (std::string const text : {"\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
                                 "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
    EXPECT_EQ(mended("a" + text + "b"), "a" + text + "b");
  for (std::string const bytes : {"\x80", "\xc1", "\xf5", "\xc2", "\xe2\x82", "\xf0\x9f\x98", "\xe0\x9f\xbf",
                                  "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80"}) {
    std::string expected;
    for (std::size_t i = 0; i != bytes.size(); ++i) expected += bad;
    EXPECT_EQ(mended("a" + bytes + "b"), "a" + expected + "b");
    EXPECT_EQ(mended(bytes), expected) << "at the end of the text";
  }
}

}  // namespace
}  // namespace hai::model
