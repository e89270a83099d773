#include "session/outage.hpp"

#include <gtest/gtest.h>

namespace hai::detail {
namespace {

using namespace std::chrono_literals;

outage::time_point const start{1000s};

TEST(Outage, lasts_from_the_first_failure_on) {
  outage of_requests;
  EXPECT_FALSE(of_requests);
  EXPECT_EQ(of_requests.length(start), 0s);
  EXPECT_TRUE(of_requests.failed(start));
  EXPECT_FALSE(of_requests.failed(start + 2s));
  EXPECT_TRUE(of_requests);
  EXPECT_EQ(of_requests.length(start + 5s), 5s);
  EXPECT_EQ(of_requests.after(30s), start + 30s);
}

TEST(Outage, is_over_when_a_request_succeeds) {
  outage of_requests;
  of_requests.failed(start);
  EXPECT_EQ(of_requests.end(start + 7s), 7s);
  EXPECT_FALSE(of_requests);
  EXPECT_EQ(of_requests.end(start + 8s), 0s);
  EXPECT_TRUE(of_requests.failed(start + 9s));
  EXPECT_EQ(of_requests.length(start + 10s), 1s);
}

TEST(Outage, that_is_given_up_tells_how_long_and_the_last_failure) {
  error::reply_facts facts;
  facts.status = 503;
  facts.detail = "busy";
  facts.request_id = "r-1";
  facts.retry_after = 2s;
  facts.body = "{}";
  error const last(errc::server_error, "GET /x: 503: busy", std::move(facts));
  error const told = gave_up(last, 5min);
  EXPECT_EQ(told.code(), errc::gave_up);
  EXPECT_STREQ(told.what(), "gave up after 5 min without a good reply; the last failure: GET /x: 503: busy");
  EXPECT_EQ(told.status(), 503);
  EXPECT_EQ(told.detail(), "busy");
  EXPECT_EQ(told.request_id(), "r-1");
  EXPECT_EQ(told.retry_after(), 2s);
  EXPECT_EQ(told.body(), "{}");
}

TEST(Outage, of_no_whole_minutes_is_told_in_seconds) {
  error const last(errc::timed_out, "x");
  EXPECT_STREQ(gave_up(last, 90s).what(), "gave up after 90 s without a good reply; the last failure: x");
  EXPECT_STREQ(gave_up(last, 0s).what(), "gave up after 0 s without a good reply; the last failure: x");
}

}  // namespace
}  // namespace hai::detail
