#include "watch/safe_text.hpp"

#include <gtest/gtest.h>

#include "watch/display_width.hpp"
#include "watch/utf8.hpp"

namespace hai::watch {
namespace {

using namespace std::string_literals;

TEST(safe_text, plain_text_stays_as_it_is) {
  EXPECT_EQ(safe_text("Town library, 42 books"), "Town library, 42 books");
}

TEST(utf8, code_points_of_every_length_are_written_as_they_are_read) {
  for (std::string const text : {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_EQ(valid_utf8(text), text);
    EXPECT_EQ(first_code_point(text).bytes, text.size());
  }
}

TEST(safe_text, a_colour_sequence_goes_with_its_parameters) {
  EXPECT_EQ(safe_text("a\x1b[1;31mred\x1b[0m b"), "ared b");
}

TEST(safe_text, a_cursor_movement_goes) { EXPECT_EQ(safe_text("x\x1b[2J\x1b[1;1Hy\x1b[?25l"), "xy"); }

TEST(safe_text, a_csi_with_intermediates_goes) { EXPECT_EQ(safe_text("x\x1b[4 qy"), "xy"); }

TEST(safe_text, a_csi_that_is_cut_short_goes) { EXPECT_EQ(safe_text("x\x1b[12;"), "x"); }

TEST(safe_text, a_lone_escape_goes) { EXPECT_EQ(safe_text("x\x1b"), "x"); }

TEST(safe_text, a_two_byte_escape_goes) {
  EXPECT_EQ(safe_text("a\x1b"
                      "cb\x1b(0d"),
            "abd");
}

TEST(safe_text, an_osc_goes_with_its_string_up_to_bel) { EXPECT_EQ(safe_text("a\x1b]0;owned\x07z"), "az"); }

TEST(safe_text, an_osc_goes_with_its_string_up_to_st) {
  EXPECT_EQ(safe_text("a\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\"), "alink");
}

TEST(safe_text, a_dcs_goes_with_its_string) { EXPECT_EQ(safe_text("a\x1bPq#0;2;0\x1b\\z"), "az"); }

TEST(safe_text, apc_pm_and_sos_go_with_their_strings) {
  EXPECT_EQ(safe_text("a\x1b_x\x1b\\b\x1b^y\x1b\\c\x1bXz\x1b\\d"), "abcd");
}

TEST(safe_text, a_control_string_without_an_end_hides_nothing) {
  EXPECT_EQ(safe_text("a\x1b]0;the rest stays"), "a0;the rest stays");
}

TEST(safe_text, an_escape_inside_a_control_string_starts_a_new_sequence) {
  EXPECT_EQ(safe_text("a\x1b]0;t\x1b[31mred"), "ared");
}

TEST(safe_text, c1_controls_go_in_their_utf8_form) { EXPECT_EQ(safe_text("a\u0080b\u0084c\u009Fd"), "abcd"); }

TEST(safe_text, a_c1_csi_goes_with_its_parameters) { EXPECT_EQ(safe_text("a\u009B31mz"), "az"); }

TEST(safe_text, a_c1_osc_goes_with_its_string) { EXPECT_EQ(safe_text("a\u009D0;t\u009Cz"), "az"); }

TEST(safe_text, a_raw_c1_byte_is_no_utf8_and_is_replaced) { EXPECT_EQ(safe_text("a\x9bz"), "a\uFFFDz"); }

TEST(safe_text, a_carriage_return_cannot_overwrite_the_line) {
  EXPECT_EQ(safe_text("good\rbad"), "good bad");
}

TEST(safe_text, line_breaks_and_tabs_become_one_space) {
  EXPECT_EQ(safe_text(" a\r\n\n\t b\v\fc "), "a b c");
}

TEST(safe_text, unicode_line_breaks_become_a_space) {
  EXPECT_EQ(safe_text("a\u2028b\u2029c\u0085d"), "a b c d");
}

TEST(safe_text, bell_backspace_nul_and_delete_go) {
  EXPECT_EQ(safe_text("a\x07\x08\0\x7f"
                      "b"s),
            "ab");
}

TEST(safe_text, bidirectional_controls_go) {
  EXPECT_EQ(safe_text("a\u202Eb\u2066c\u2069d\u200Fe\u061Cf\u202A"), "abcdef");
}

TEST(safe_text, invisible_tag_characters_go) {
  EXPECT_EQ(safe_text("a\U000E0041\U000E007Fb\uFEFF\u200B"), "ab");
}

TEST(safe_text, invalid_utf8_becomes_replacement_characters) {
  EXPECT_EQ(safe_text("a\xff\xfez"), "a\uFFFD\uFFFDz");
  EXPECT_EQ(safe_text("cut \xe2\x82"), "cut \uFFFD");
  EXPECT_EQ(safe_text("\xc0\xaf"), "\uFFFD\uFFFD");            // overlong '/'
  EXPECT_EQ(safe_text("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(safe_text("\xf4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(safe_text, an_invalid_sequence_does_not_swallow_the_escape_after_it) {
  EXPECT_EQ(safe_text("\xe2\x1b[31mx"), "\uFFFDx");
}

TEST(safe_text, text_that_fits_is_not_cut) { EXPECT_EQ(safe_text("12345", 5), "12345"); }

TEST(safe_text, text_that_does_not_fit_is_cut_and_ends_with_an_ellipsis) {
  EXPECT_EQ(safe_text("123456", 5), "1234…");
  EXPECT_EQ(safe_text("123456", 1), "…");
  EXPECT_EQ(safe_text("123456", 0), "");
}

TEST(safe_text, a_wide_character_takes_two_columns) {
  EXPECT_EQ(safe_text("東京都", 6), "東京都");
  EXPECT_EQ(safe_text("東京都", 5), "東京…");
  EXPECT_EQ(safe_text("東京都", 4), "東…");
  EXPECT_LE(display_width(safe_text("東京都庁舎", 8)), 8u);
}

TEST(safe_text, a_combining_mark_takes_no_column) { EXPECT_EQ(safe_text("cafe\u0301s", 5), "cafe\u0301s"); }

TEST(safe_text, a_pile_of_combining_marks_is_bounded) {
  std::string pile = "a";
  for (int i = 0; i < 1000; ++i) pile += "\u0301";
  EXPECT_EQ(safe_text(pile, 10).size(), 1u + 8 * 2);
}

TEST(safe_text, an_escape_never_survives_whatever_surrounds_it) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      std::string const text = {'\x1b', char(first), char(second), '\x1b', '[', char(second), char(first)};
      for (char const c : safe_text(text)) {
        ASSERT_GE(static_cast<unsigned char>(c), 0x20) << first << ' ' << second;
        ASSERT_NE(c, '\x7f') << first << ' ' << second;
      }
    }
  }
}

TEST(display_width, emoji_and_fullwidth_forms_take_two_columns) {
  EXPECT_EQ(display_width("☕"), 2u);
  EXPECT_EQ(display_width("🚀"), 2u);
  EXPECT_EQ(display_width("Ａ"), 2u);
  EXPECT_EQ(display_width("한"), 2u);
}

TEST(display_width, joiners_and_variation_selectors_take_none) {
  EXPECT_EQ(display_width("\u200D\uFE0F"), 0u);
  EXPECT_EQ(display_width("é"), 1u);
}

}  // namespace
}  // namespace hai::watch
