#include "net/strand_of.hpp"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <functional>
#include <vector>

#include "net/strand_types.hpp"

namespace hai::net {
namespace {

namespace asio = boost::asio;

TEST(StrandOf, over_a_plain_context_it_is_of_that_contexts_own_type) {
  asio::io_context context;
  asio::thread_pool pool(1);
  EXPECT_TRUE(strand_of(context.get_executor()).target<io_context_strand>());
  EXPECT_TRUE(strand_of(pool.get_executor()).target<thread_pool_strand>());
  EXPECT_EQ(beneath(strand_of(context.get_executor())), asio::any_io_executor(context.get_executor()));
}

TEST(StrandOf, over_any_other_executor_it_is_a_strand_too) {
  asio::io_context context;
  asio::any_io_executor const users_strand = asio::make_strand(context);
  auto const subject = strand_of(users_strand);
  EXPECT_EQ(beneath(subject), subject);
  std::vector<int> order;
  for (int i = 0; i < 3; ++i) asio::post(subject, [&order, i] { order.push_back(i); });
  context.run();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2}));
}

TEST(StrandOf, an_operation_is_bound_to_what_is_inside) {
  asio::io_context context;
  auto const home = strand_of(context.get_executor());
  bool is_own_type = false;
  on_own_type(home, [&](auto const& own) {
    is_own_type = std::is_same_v<std::decay_t<decltype(own)>, io_context_strand>;
    EXPECT_EQ(asio::any_io_executor(own), home);
  });
  EXPECT_TRUE(is_own_type);
}

}  // namespace
}  // namespace hai::net
