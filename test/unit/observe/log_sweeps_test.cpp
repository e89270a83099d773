// What the line logger writes of sweeps, at each level.

#include <gtest/gtest.h>

#include <hai/error.hpp>
#include <hai/log_observer.hpp>
#include <string>
#include <vector>

namespace hai {
namespace {

using namespace std::chrono_literals;
using lines = std::vector<std::string>;

/// The lines that a logger of this level writes of one sweep, without their times.
lines of_a_sweep(log_level level) {
  lines written;
  log_observer log(level, [&](std::string line) { written.push_back(line.substr(25)); });
  error::reply_facts facts;
  facts.status = 503;
  facts.request_id = "r-1";
  error const failing(errc::server_error, "GET /sessions: 503", facts);
  facts.status = 401;
  error const refused(errc::unauthorized, "GET /sessions: 401", facts);
  auto const kind = observed::sweep_kind::discovery;
  log.on_sweep_started({7, kind});
  log.on_sweep_looked({7, kind, 10s, 0s});
  log.on_sweep_failing({7, kind, failing, 2s});
  log.on_sweep_looked({7, kind, 10s, 3s});
  log.on_sweep_ended({7, kind, &refused});
  log.on_sweep_ended({7, kind, nullptr});
  return written;
}

/// Whether each line begins with one of these, in order.
testing::AssertionResult begin(lines const& written, lines const& with) {
  if (written.size() != with.size())
    return testing::AssertionFailure() << written.size() << " lines, not " << with.size();
  for (std::size_t i = 0; i != with.size(); ++i)
    if (!written[i].starts_with(with[i])) return testing::AssertionFailure() << written[i];
  return testing::AssertionSuccess();
}

TEST(LogSweeps, TroubleIsToldAtEveryLevelAndEachLookAtDebugOnly) {
  std::string const sweep = " sweep=7 of=discovery";
  lines const trouble{"warn hai sweep failing" + sweep, "warn hai sweep recovered" + sweep + " outage=3.000s",
                      "warn hai sweep failed" + sweep};
  EXPECT_TRUE(begin(of_a_sweep(log_level::warn), trouble));
  EXPECT_TRUE(begin(of_a_sweep(log_level::info), {"info hai sweep started" + sweep, trouble[0], trouble[1],
                                                  trouble[2], "info hai sweep closed" + sweep}));
  EXPECT_TRUE(begin(of_a_sweep(log_level::debug),
                    {"info hai sweep started" + sweep, "debug hai sweep looked" + sweep, trouble[0],
                     trouble[1], trouble[2], "info hai sweep closed" + sweep}));
}

TEST(LogSweeps, AFailureHasItsReasonAndItsRequest) {
  auto const written = of_a_sweep(log_level::warn);
  EXPECT_NE(written.at(0).find("why=\"503 server_error\""), std::string::npos) << written[0];
  EXPECT_NE(written.at(2).find("why=\"401 unauthorized\""), std::string::npos) << written[2];
  for (std::size_t const failure : {0u, 2u})
    EXPECT_NE(written.at(failure).find("request_id=r-1"), std::string::npos) << written[failure];
}

}  // namespace
}  // namespace hai
