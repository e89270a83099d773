#include "watch/command_line.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace hai::watch {
namespace {

std::variant<command, early_exit> parse(std::initializer_list<char const*> words) {
  std::vector<char const*> argv{"hai-watch"};
  argv.insert(argv.end(), words);
  return parse_command_line(static_cast<int>(argv.size()), argv.data());
}

command accepted(std::initializer_list<char const*> words) {
  auto const parsed = parse(words);
  if (auto const* exit = std::get_if<early_exit>(&parsed))
    ADD_FAILURE() << exit->to_stderr << exit->to_stdout;
  return std::holds_alternative<command>(parsed) ? std::get<command>(parsed) : command();
}

void expect_wrong_usage(std::initializer_list<char const*> words, std::string const& says) {
  auto const parsed = parse(words);
  ASSERT_TRUE(std::holds_alternative<early_exit>(parsed)) << says;
  auto const& exit = std::get<early_exit>(parsed);
  EXPECT_EQ(exit.code, 2);
  EXPECT_EQ(exit.to_stdout, "");
  EXPECT_NE(exit.to_stderr.find(says), std::string::npos) << exit.to_stderr;
}

TEST(command_line, defaults) {
  command const c = accepted({"a"});
  EXPECT_EQ(c.words, std::vector<std::string>{"a"});
  EXPECT_EQ(c.from_index, 0u);
  EXPECT_EQ(c.until, until::settled);
  EXPECT_FALSE(c.base_url || c.region || c.ca_file || c.timeout || c.max_connections);
  EXPECT_FALSE(c.no_key || c.no_events || c.json || c.verbose || c.all || c.ids_from_stdin);
}

TEST(command_line, every_option_is_taken) {
  command const c = accepted({"--base-url", "https://x.example/p", "--ca-file", "/dev/null", "--no-key",
                              "--from-index", "7", "--until", "terminal", "--timeout", "1.5",
                              "--max-connections", "9", "--no-events", "--json", "-v", "a@3", "b"});
  EXPECT_EQ(c.base_url, "https://x.example/p");
  EXPECT_EQ(c.ca_file, "/dev/null");
  EXPECT_TRUE(c.no_key);
  EXPECT_EQ(c.from_index, 7u);
  EXPECT_EQ(c.until, until::terminal);
  EXPECT_EQ(c.timeout, std::chrono::milliseconds(1500));
  EXPECT_EQ(c.max_connections, 9u);
  EXPECT_TRUE(c.no_events && c.json && c.verbose);
  EXPECT_EQ(c.words, (std::vector<std::string>{"a@3", "b"}));
}

TEST(command_line, options_may_follow_the_ids) {
  command const c = accepted({"a", "b", "--json"});
  EXPECT_TRUE(c.json);
  EXPECT_EQ(c.words, (std::vector<std::string>{"a", "b"}));
}

TEST(command_line, region_is_eu_or_us) {
  EXPECT_EQ(accepted({"--region", "us", "a"}).region, region::us);
  EXPECT_EQ(accepted({"--region", "eu", "a"}).region, region::eu);
  expect_wrong_usage({"--region", "mars", "a"}, "--region");
}

TEST(command_line, base_url_and_region_exclude_each_other) {
  expect_wrong_usage({"--base-url", "https://x.example", "--region", "eu", "a"}, "excludes");
}

TEST(command_line, a_dash_reads_ids_from_stdin) {
  command const c = accepted({"--json", "-"});
  EXPECT_TRUE(c.ids_from_stdin);
  EXPECT_TRUE(c.words.empty());
  expect_wrong_usage({"-", "a"}, "- goes without session ids");
}

TEST(command_line, no_session_is_wrong_usage) { expect_wrong_usage({"--json"}, "session id"); }

TEST(command_line, an_unknown_option_is_wrong_usage) { expect_wrong_usage({"--colour", "a"}, "--colour"); }

TEST(command_line, numbers_must_be_numbers) {
  expect_wrong_usage({"--from-index", "-1", "a"}, "--from-index");
  expect_wrong_usage({"--from-index", "x", "a"}, "--from-index");
  expect_wrong_usage({"--timeout", "0", "a"}, "--timeout");
  expect_wrong_usage({"--timeout", "soon", "a"}, "--timeout");
  expect_wrong_usage({"--timeout", "nan", "a"}, "--timeout");
  expect_wrong_usage({"--timeout", "inf", "a"}, "--timeout");
  expect_wrong_usage({"--max-connections", "-4", "a"}, "--max-connections");
  expect_wrong_usage({"--max-connections", "0", "a"}, "--max-connections");
}

TEST(command_line, until_is_settled_or_terminal) { expect_wrong_usage({"--until", "later", "a"}, "--until"); }

TEST(command_line, a_missing_ca_file_is_wrong_usage) {
  expect_wrong_usage({"--ca-file", "/no/such/file.pem", "a"}, "/no/such/file.pem");
}

TEST(command_line, all_goes_without_ids) {
  EXPECT_TRUE(accepted({"--all", "--json"}).all);
  expect_wrong_usage({"--all", "a"}, "--all goes without session ids");
}

TEST(command_line, help_and_version_go_to_stdout_and_exit_0) {
  for (char const* option : {"--help", "--version"}) {
    auto const parsed = parse({option});
    ASSERT_TRUE(std::holds_alternative<early_exit>(parsed));
    auto const& exit = std::get<early_exit>(parsed);
    EXPECT_EQ(exit.code, 0);
    EXPECT_EQ(exit.to_stderr, "");
    EXPECT_NE(exit.to_stdout.find("hai-watch"), std::string::npos);
  }
}

TEST(command_line, help_names_every_option) {
  auto const parsed = parse({"--help"});
  std::string const& help = std::get<early_exit>(parsed).to_stdout;
  for (char const* option : {"--base-url", "--region", "--ca-file", "--no-key", "--from-index", "--until",
                             "--timeout", "--max-connections", "--no-events", "--json", "-v", "--help",
                             "--version", "--all", "SESSION_ID[@INDEX]"})
    EXPECT_NE(help.find(option), std::string::npos) << option;
}

}  // namespace
}  // namespace hai::watch
