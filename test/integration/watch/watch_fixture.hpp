#pragma once

#include <gtest/gtest.h>

#include <boost/json/value.hpp>
#include <map>
#include <string>
#include <vector>

#include <hai/sim/platform.hpp>

#include "integration/watch/child_process.hpp"

namespace hai::test {

/// What `hai-watch --json` told of one session.
struct told_of_session {
  std::vector<std::string> events;  ///< as printed
  std::vector<std::uint64_t> indexes;
  std::vector<boost::json::value> ends, failures;
};

/// Each line of the text; fails the test for one that is not whole or not of the fixed form.
std::map<std::string, told_of_session> read_json_lines(std::string const& text);

std::vector<std::string> lines_of(std::string const& text);
std::size_t count_of(std::string const& word, std::string const& text);

/// The program with a platform to run against.
class watch_fixture : public testing::Test {
 protected:
  static std::string const program;

  /// Arguments that lead to the platform, and those given.
  std::vector<std::string> arguments(sim::platform const& platform, std::vector<std::string> more) const;
  std::map<std::string, std::string> with_key(sim::platform const& platform) const;

  /// Every event that the platform has, once and in order, from the given index.
  void expect_all_events(sim::platform const& platform, std::string const& id, told_of_session const& told,
                         std::size_t from = 0) const;
};

}  // namespace hai::test
