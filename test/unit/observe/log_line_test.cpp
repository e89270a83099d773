#include "observe/log_line.hpp"

#include <gtest/gtest.h>

#include "observe/redacted.hpp"

namespace hai::observe {
namespace {

using namespace std::chrono_literals;

std::string with(std::string_view value) {
  log_line line(log_line::clock::time_point(), log_level::info, "x");
  auto text = line.add("v", value).take();
  return text.substr(text.find("v="));
}

TEST(LogLine, it_has_time_level_subject_and_facts) {
  auto const when = log_line::clock::time_point(1'767'225'600s + 7ms);
  log_line line(when, log_level::warn, "retry");
  line.add("why", "503").add("attempt", 2u).add("delay", 1250ms);
  EXPECT_EQ(line.take(), "2026-01-01T00:00:00.007Z warn hai retry why=503 attempt=2 delay=1.250s");
}

TEST(LogLine, its_level_is_named) {
  for (auto const& [level, name] :
       {std::pair(log_level::warn, " warn "), {log_level::info, " info "}, {log_level::debug, " debug "}})
    EXPECT_NE(log_line({}, level, "x").take().find(name), std::string::npos) << name;
}

TEST(LogLine, values_that_could_be_taken_for_something_else_are_quoted) {
  EXPECT_EQ(with("plain-1.2:3/{id}"), "v=plain-1.2:3/{id}");
  EXPECT_EQ(with(""), "v=\"\"");
  EXPECT_EQ(with("two words"), "v=\"two words\"");
  EXPECT_EQ(with("a=b"), "v=\"a=b\"");
  EXPECT_EQ(with("say \"hi\" \\"), R"(v="say \"hi\" \\")");
}

TEST(LogLine, nothing_breaks_the_line_or_reaches_the_terminal_as_it_is) {
  EXPECT_EQ(with("a\nb\r\x1b[31m\xc2\x9b"), R"(v="a\x0ab\x0d\x1b[31m\xc2\x9b")");
}

TEST(LogLine, a_value_is_cut_to_a_bound) { EXPECT_LT(with(std::string(100'000, 'x')).size(), 600u); }

TEST(Redacted, what_each_text_becomes) {
  std::string const uuid = "5e0c3a7e-1111-4222-8333-944445555666";
  struct row {
    std::string text, clean;
  };
  for (auto const& [text, clean] : {
           row{"connecting to localhost:443 failed: Connection refused",
               "connecting to localhost:443 failed: Connection refused"},
           row{"no session my-id here", "no session *** here"},
           row{"/sessions/my-id/status", "/sessions/***/status"},
           row{"see " + uuid + ".", "see ***."},
           row{"not" + uuid, "not" + uuid},  // part of a longer word: no UUID
           row{"Authorization: Bearer abc.def-ghi, next", "Authorization: Bearer ***, next"},
           row{"bearer abc", "bearer ***"},
           row{"Proxy-Authorization: Basic amFuZTpw", "Proxy-Authorization: Basic ***"},
           row{"key hk-0123_abc was", "key *** was"},
           row{"http://jane:secret@proxy:3128/x@y", "http://***@proxy:3128/x@y"},
           row{"https://host/path?q=a@b", "https://host/path?q=a@b"},
       })
    EXPECT_EQ(redacted(text, "my-id"), clean);
}

TEST(Redacted, of_an_id_a_quarter_stays_and_eight_characters_at_the_most) {
  EXPECT_EQ(short_id("5e0c3a7e-1111-4222-8333-944445555666"), "5e0c3a7e..");
  EXPECT_EQ(short_id("abcdefgh"), "ab..");
  EXPECT_EQ(short_id("abc"), "..");
  EXPECT_EQ(short_id(""), "..");
}

}  // namespace
}  // namespace hai::observe
