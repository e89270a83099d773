// How a sweep learns the states of many sessions with the fewest requests.

#include "monitor/state_plan.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace hai::detail {
namespace {

/// The pages and single requests of one sweep over `watched` sessions, of which the pages of a list of
/// `listed` show `shown` each, as long as there are any.
struct cost {
  std::size_t pages = 0;
  std::size_t singles = 0;
};

cost sweep_once(state_plan& plan, std::size_t watched, std::int64_t listed, std::size_t shown) {
  cost paid;
  plan.begin();
  while (plan.reads_on(watched)) {
    plan.on_page(listed);
    ++paid.pages;
    watched -= std::min(watched, shown);
  }
  paid.singles = watched;
  return paid;
}

TEST(StatePlan, FiveThousandSessionsCostFiftyRequests) {
  state_plan plan;
  for (int sweep = 0; sweep < 30; ++sweep) {
    auto const paid = sweep_once(plan, 5000, 5000, 100);
    EXPECT_EQ(paid.pages, 50u);
    EXPECT_EQ(paid.singles, 0u);
  }
}

TEST(StatePlan, OnlyThoseThatTheListDoesNotShowAreAskedForOneByOne) {
  state_plan plan;
  sweep_once(plan, 5000, 5000, 100);
  auto const paid = sweep_once(plan, 5000, 4990, 100);  // ten have ended, and left the list
  EXPECT_EQ(paid.pages + paid.singles, 50u);
  plan.begin();
  std::size_t unseen = 5000;
  for (int page = 0; page < 50; ++page) {
    ASSERT_TRUE(plan.reads_on(unseen)) << page;
    plan.on_page(4990);
    unseen -= page == 49 ? 90 : 100;
  }
  EXPECT_EQ(unseen, 10u);
  EXPECT_FALSE(plan.reads_on(unseen));
  EXPECT_TRUE(plan.has_read_all());
}

TEST(StatePlan, AFewSessionsAmongManyAreAskedForOneByOne) {
  state_plan plan;
  auto const first = sweep_once(plan, 5, 5000, 0);
  EXPECT_EQ(first.pages, 1u) << "how long the list is, is not known before";
  EXPECT_EQ(first.singles, 5u);
  EXPECT_FALSE(plan.has_read_all());
  EXPECT_EQ(sweep_once(plan, 5, 5000, 0).pages, 0u);
}

TEST(StatePlan, OneSessionNeedsNoList) {
  state_plan plan;
  EXPECT_EQ(sweep_once(plan, 1, 1, 1).pages, 0u);
  EXPECT_EQ(sweep_once(plan, 0, 1, 1).pages, 0u);
}

TEST(StatePlan, ALongListIsMeasuredAgainNowAndThen) {
  state_plan plan;
  sweep_once(plan, 5, 5000, 0);
  std::size_t pages = 0;
  for (int sweep = 0; sweep < 20; ++sweep) pages += sweep_once(plan, 5, 100, 5).pages;
  EXPECT_GE(pages, 10u) << "the list has become short: one page shows all five";
}

TEST(StatePlan, IsNotMisledByATotalThatNoListHas) {
  state_plan plan;
  plan.begin();
  plan.on_page(std::numeric_limits<std::int64_t>::max());
  EXPECT_FALSE(plan.has_read_all());
  EXPECT_FALSE(plan.reads_on(5000));
  plan.on_page(std::numeric_limits<std::int64_t>::min());
  EXPECT_TRUE(plan.has_read_all());
}

}  // namespace
}  // namespace hai::detail
