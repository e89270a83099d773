// hai-simulate [COUNT] [--seed N] [--trace] [--expect-a-failing-seed]
//
// Lives through COUNT worlds (seeds 1 to COUNT, or from N on), and prints each one that breaks a rule.

#include <charconv>
#include <cstdio>
#include <optional>
#include <string_view>

#include "simulation/fleet/world.hpp"

namespace {

struct command {
  std::uint64_t first = 1;
  std::uint64_t count = 1000;
  bool traces = false;
  bool expects_a_failure = false;
};

std::optional<std::uint64_t> number(char const* text) {
  std::uint64_t value = 0;
  std::string_view const all(text);
  auto const [end, failure] = std::from_chars(all.data(), all.data() + all.size(), value);
  if (failure != std::errc() || end != all.data() + all.size()) return std::nullopt;
  return value;
}

std::optional<command> parse(int argc, char** argv) {
  command what;
  std::optional<std::uint64_t> count;
  std::optional<std::uint64_t> seed;
  for (int at = 1; at < argc; ++at) {
    std::string_view const word = argv[at];
    if (word == "--trace") {
      what.traces = true;
    } else if (word == "--expect-a-failing-seed") {
      what.expects_a_failure = true;
    } else if (word == "--seed" && at + 1 < argc) {
      if (!(seed = number(argv[++at]))) return std::nullopt;
    } else if (!(count = number(argv[at]))) {
      return std::nullopt;
    }
  }
  what.first = seed.value_or(1);
  what.count = count.value_or(seed ? 1 : 1000);
  return what;
}

}  // namespace

int main(int argc, char** argv) {
  auto const what = parse(argc, argv);
  if (!what) {
    std::fputs("usage: hai-simulate [COUNT] [--seed N] [--trace] [--expect-a-failing-seed]\n", stderr);
    return 2;
  }
  std::uint64_t failed = 0;
  std::uint64_t requests = 0;
  double lived = 0;
  for (std::uint64_t seed = what->first; seed < what->first + what->count; ++seed) {
    auto const report = hai::simulation::live_through(seed, what->traces);
    requests += report.requests;
    lived += report.virtual_seconds;
    if (report.wrongs.empty()) continue;
    ++failed;
    std::printf("seed %llu:\n", static_cast<unsigned long long>(seed));
    for (auto const& each : report.wrongs) std::printf("  %s\n", each.c_str());
    std::printf("  alone: hai-simulate --seed %llu --trace\n", static_cast<unsigned long long>(seed));
    std::fflush(stdout);
    if (what->expects_a_failure) return 0;
  }
  std::printf("%llu worlds, %llu of them wrong; %llu requests, %.0f hours of virtual time\n",
              static_cast<unsigned long long>(what->count), static_cast<unsigned long long>(failed),
              static_cast<unsigned long long>(requests), lived / 3600);
  return (failed == 0) == what->expects_a_failure ? 1 : 0;
}
