#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <hai/errc.hpp>

#include "http/asked_delay.hpp"
#include "http/backoff.hpp"
#include "http/retry_policy.hpp"

namespace hai::http {
namespace {

using namespace std::chrono_literals;

/// 2026-11-20 12:00:00 UTC
auto const noon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + 12h;

TEST(RetryAfter, ReadsSecondsAndDates) {
  struct row {
    std::string value;
    std::optional<std::chrono::seconds> delay;
  };
  for (auto const& each : std::vector<row>{
           {"5", 5s},
           {" 5 ", 5s},
           {"3600", 60s},
           {"99999999999999999999999", 60s},
           {"0", std::nullopt},
           {"-3", std::nullopt},
           {"1.5", std::nullopt},
           {"", std::nullopt},
           {"soon", std::nullopt},
           {"Fri, 20 Nov 2026 12:00:09 GMT", 9s},
           {"Friday, 20-Nov-26 12:00:09 GMT", 9s},
           {"Fri Nov 20 12:00:09 2026", 9s},
           {"Fri, 20 Nov 2026 18:00:00 GMT", 60s},
           {"Fri, 20 Nov 2026 12:00:00 GMT", std::nullopt},
           {"Fri, 20 Nov 2025 12:00:09 GMT", std::nullopt},
           {"Fri, 31 Feb 2027 12:00:09 GMT", std::nullopt},
           {"Fri, 20 Nov 2026 25:00:09 GMT", std::nullopt},
           {"Fri, 20 Nov 2026 12:00:09", std::nullopt},
       })
    EXPECT_EQ(retry_after(each.value, noon), each.delay) << each.value;
}

TEST(RetryAfter, NeverEndsBeforeTheDate) {
  EXPECT_EQ(retry_after("Fri, 20 Nov 2026 12:00:02 GMT", noon + 100ms), 2s);
}

TEST(RetryAfter, IsCappedHoweverFarTheDateIs) {
  for (auto const* date : {"Sun, 06 Nov 2502 08:49:37 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"})
    EXPECT_EQ(retry_after(date, noon), 60s) << date;
}

TEST(HttpDate, ReadsDaysWithABlank) {
  EXPECT_EQ(http_date("Sun Nov  6 08:49:37 1994", noon), http_date("Sun, 06 Nov 1994 08:49:37 GMT", noon));
  EXPECT_EQ(http_date("Sunday, 06-Nov-94 08:49:37 GMT", noon),
            http_date("Sun, 06 Nov 1994 08:49:37 GMT", noon));
}

TEST(RateLimitReset, IsUnixTime) {
  auto const present = noon.time_since_epoch() / 1s;
  EXPECT_EQ(rate_limit_reset(std::to_string(present + 7), noon), 7s);
  EXPECT_EQ(rate_limit_reset(std::to_string(present + 700), noon), 60s);
  EXPECT_EQ(rate_limit_reset("9223372036854775807", noon), 60s);
  EXPECT_EQ(rate_limit_reset(std::to_string(present), noon), std::nullopt);
  EXPECT_EQ(rate_limit_reset("7", noon), std::nullopt);
  EXPECT_EQ(rate_limit_reset("x", noon), std::nullopt);
}

TEST(RetryPolicy, KnowsWhichMethodOnWhichStatus) {
  struct row {
    int status;
    bool of_get, of_post;
  };
  for (auto const each :
       {row{200, false, false}, row{400, false, false}, row{401, false, false}, row{404, false, false},
        row{408, true, true}, row{409, false, false}, row{422, false, false}, row{429, true, true},
        row{500, true, false}, row{502, true, false}, row{503, true, false}, row{599, true, false}}) {
    EXPECT_EQ(retries_status(each.status, is_repeatable("GET")), each.of_get) << each.status;
    EXPECT_EQ(retries_status(each.status, is_repeatable("POST")), each.of_post) << each.status;
  }
  for (auto const method : {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}) EXPECT_TRUE(is_repeatable(method));
  for (auto const method : {"POST", "PATCH", "get"}) EXPECT_FALSE(is_repeatable(method));
}

TEST(RetryPolicy, KnowsWhichFailureHeals) {
  EXPECT_TRUE(retries_failure(errc::connect_failed, false, progress::not_sent));
  EXPECT_TRUE(retries_failure(errc::bad_reply, true, progress::may_be_done));
  EXPECT_FALSE(retries_failure(errc::bad_reply, false, progress::may_be_done));
  EXPECT_TRUE(retries_failure(errc::bad_reply, false, progress::not_sent));
  EXPECT_FALSE(retries_failure(errc::timed_out, true, progress::not_sent));
  EXPECT_FALSE(retries_failure(errc::certificate, true, progress::not_sent));
}

TEST(RetryDelay, KeepsToRetryAfterWithoutJitter) {
  jitter chance(1);
  reply refused;
  refused.retry_after = "7";
  refused.rate_limit_reset = std::to_string(noon.time_since_epoch() / 1s + 30);
  for (int i = 0; i != 100; ++i) EXPECT_EQ(retry_delay(1, &refused, noon, chance), 7s);
}

TEST(RetryDelay, TakesRateLimitResetNext) {
  jitter chance(1);
  reply refused;
  refused.retry_after = "0";
  refused.rate_limit_reset = std::to_string(noon.time_since_epoch() / 1s + 30);
  for (int i = 0; i != 100; ++i) {
    auto const delay = retry_delay(1, &refused, noon, chance);
    EXPECT_GE(delay, 30s);
    EXPECT_LE(delay, 36s);
  }
}

TEST(RetryDelay, DoublesUpToAMinuteGiveOrTakeATenth) {
  jitter chance(1);
  std::array const expected = {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s};
  for (int attempt = 1; attempt <= 8; ++attempt)
    for (int i = 0; i != 50; ++i) {
      auto const nominal = net::duration(expected[static_cast<std::size_t>(attempt - 1)]);
      auto const delay = retry_delay(attempt, nullptr, noon, chance);
      EXPECT_GE(delay, nominal * 9 / 10) << attempt;
      EXPECT_LE(delay, nominal * 11 / 10) << attempt;
    }
  EXPECT_LE(retry_delay(1'000'000, nullptr, noon, chance), 66s);
}

TEST(Backoff, GrowsToItsCapAndStartsAgainAfterSuccess) {
  jitter chance(3);
  backoff pauses(1s, 8s);
  for (auto const range : {1s, 2s, 4s, 8s, 8s, 8s}) {
    auto const pause = pauses.next(chance);
    EXPECT_GE(pause, net::duration(range) / 10);
    EXPECT_LE(pause, range);
  }
  pauses.reset();
  EXPECT_LE(pauses.next(chance), 1s);
}

TEST(Backoff, NeverComesBackBeforeTheServerAsks) {
  jitter chance(4);
  backoff pauses(1s, 8s);
  for (int i = 0; i != 100; ++i) {
    auto const pause = pauses.next(chance, 20s);
    EXPECT_GE(pause, 20s);
    EXPECT_LE(pause, 28s);
  }
}

TEST(Backoff, SpreadsStreamsThatFailInOneInstant) {
  constexpr std::size_t streams = 1000;
  for (int const failures : {1, 4, 10}) {
    std::array<std::size_t, 10> tenth{};
    net::duration longest{};
    std::vector<net::duration> pauses;
    for (std::uint64_t stream = 0; stream != streams; ++stream) {
      jitter chance(stream * 7919);
      backoff each;
      net::duration pause{};
      for (int i = 0; i != failures; ++i) pause = each.next(chance);
      pauses.push_back(pause);
      longest = std::max(longest, pause);
    }
    for (auto const pause : pauses)
      ++tenth[std::min<std::size_t>(9, static_cast<std::size_t>(pause * 10 / (longest + 1ns)))];
    for (std::size_t i = 1; i != 10; ++i) {
      EXPECT_GT(tenth[i], streams / 20) << "part " << i << " after " << failures;
      EXPECT_LT(tenth[i], streams / 5) << "part " << i << " after " << failures;
    }
  }
}

}  // namespace
}  // namespace hai::http
