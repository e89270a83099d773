#pragma once

#include <gtest/gtest.h>

#include <boost/json/value.hpp>
#include <hai/sim/platform.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hai::test {

/// How an example ended.
struct example_outcome {
  int code = -1;
  std::string out;
  std::string err;
};

/// Runs the programs of the examples against a platform of the test's own.
class example_test : public testing::Test {
 protected:
  /// Every session that a program starts follows `each`.
  sim::platform& serve(sim::script each);
  sim::platform& platform() { return *platform_; }

  example_outcome run(std::string const& name, std::vector<std::string> arguments, std::string input = {});

  /// The bodies that came to a route, in order.
  std::vector<boost::json::value> posted(std::string const& route);

 private:
  std::optional<sim::platform> platform_;
};

}  // namespace hai::test
