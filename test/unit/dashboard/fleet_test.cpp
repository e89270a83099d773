#include "fleet.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "monitor/item_access.hpp"

namespace dashboard {
namespace {

class fleet_of_cards : public testing::Test {
 protected:
  void ends(std::string const& id) {
    hai::run_result how;
    how.state = hai::session_state::completed;
    cards.take_in(hai::detail::monitor_item_access::of_end(std::make_shared<std::string const>(id), how));
  }
  void fails(std::string const& id) {
    hai::error const why(hai::errc::not_found, "GET /sessions/{id}/changes: 404");
    cards.take_in(hai::detail::monitor_item_access::of_failure(std::make_shared<std::string const>(id), why));
  }
  boost::json::object since(std::uint64_t seen) {
    return boost::json::parse(cards.changes_since(seen)).as_object();
  }

  boost::asio::io_context io;
  fleet cards{io.get_executor()};
};

TEST_F(fleet_of_cards, tells_who_has_seen_nothing_everything) {
  ends("a");
  fails("b");
  auto const told = since(0);
  EXPECT_TRUE(told.contains("all"));
  EXPECT_EQ(told.at("cards").as_array().size(), 2u);
}

TEST_F(fleet_of_cards, tells_only_what_changed_since) {
  ends("a");
  auto const seen = cards.generation();
  fails("b");
  auto const told = since(seen);
  EXPECT_FALSE(told.contains("all"));
  ASSERT_EQ(told.at("cards").as_array().size(), 1u);
  EXPECT_EQ(told.at("cards").as_array()[0].at("id"), "b");
}

TEST_F(fleet_of_cards, shows_the_last_200_that_have_ended_and_tells_what_has_gone) {
  ends("first");
  auto const seen = cards.generation();
  for (int each = 0; each < 200; ++each) ends("later " + std::to_string(each));
  EXPECT_EQ(cards.find("first"), nullptr);
  auto const told = since(seen);
  EXPECT_EQ(told.at("cards").as_array().size(), 200u);
  EXPECT_EQ(told.at("gone"), (boost::json::array{"first"}));
}

TEST_F(fleet_of_cards, tells_everything_anew_where_it_cannot_tell_what_has_gone) {
  ends("first");
  auto const seen = cards.generation();
  for (int each = 0; each < 1300; ++each) ends("later " + std::to_string(each));
  EXPECT_TRUE(since(seen).contains("all"));
}

TEST_F(fleet_of_cards, says_why_a_session_is_not_followed) {
  fails("b");
  ASSERT_NE(cards.find("b"), nullptr);
  EXPECT_TRUE(cards.find("b")->is_over);
  EXPECT_NE(cards.find("b")->trouble.find("404"), std::string::npos);
}

TEST(Cut, keeps_characters_whole) {
  EXPECT_EQ(cut("abc", 3), "abc");
  EXPECT_EQ(cut("aé", 2), "a…");
}

}  // namespace
}  // namespace dashboard
