// Who is told of a message, and of which.

#include "api/session_listeners.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace hai::api {
namespace {

using namespace std::chrono_literals;

class recorder final : public session_listener {
 public:
  void look_now() override { heard += "look "; }
  void message_going(std::uint64_t cursor, std::vector<std::string> const& texts) override {
    heard += "going " + std::to_string(cursor) + " ";
    for (auto const& each : texts) heard += each + " ";
  }
  void message_sent(net::time_point when) override {
    heard += "sent " + std::to_string(when.time_since_epoch() / 1s) + " ";
  }
  void message_not_sent() override { heard += "refused "; }
  void attend() override { act(); }
  void client_closed() override { heard += "closed "; }

  std::string heard;
  std::function<void()> act = [] {};
};

class followers : public testing::Test {
 protected:
  static net::time_point at(int seconds) { return net::time_point(std::chrono::seconds(seconds)); }

  std::shared_ptr<recorder> join(std::string const& session, int seconds = 0) {
    auto made = std::make_shared<recorder>();
    subject.add(session, made, at(seconds));
    return made;
  }
  void sent(int seconds) { subject.message_settled("a", at(seconds), at(seconds)); }
  void refused(int seconds) { subject.message_settled("a", at(seconds), std::nullopt); }

  session_listeners subject;
};

TEST_F(followers, of_another_session_hear_nothing) {
  auto const here = join("a"), there = join("b");
  subject.look_now("a");
  subject.message_going("a", 3, {"x"});
  sent(7);
  EXPECT_EQ(here->heard, "look going 3 x sent 7 ");
  EXPECT_EQ(there->heard, "");
}

TEST_F(followers, that_come_while_a_message_is_on_the_wire_hear_of_it) {
  subject.message_going("a", 3, {"x"});
  auto const late = join("a");
  refused(7);
  EXPECT_EQ(late->heard, "going 3 x refused ");
}

TEST_F(followers, that_come_within_15_s_of_a_message_hear_of_it) {
  subject.message_going("a", 3, {"x"});
  sent(7);
  EXPECT_EQ(join("a", 21)->heard, "going 3 x sent 7 ");
  EXPECT_EQ(join("a", 22)->heard, "");
}

TEST_F(followers, that_come_after_a_refused_message_hear_nothing) {
  subject.message_going("a", 3, {"x"});
  refused(7);
  EXPECT_EQ(join("a", 7)->heard, "");
}

TEST_F(followers, hear_of_messages_that_were_on_the_wire_together_once_all_are_settled) {
  auto const here = join("a");
  subject.message_going("a", 3, {"x"});
  subject.message_going("a", 4, {"y"});
  sent(7);
  EXPECT_EQ(here->heard, "going 3 x going 4 x y ");
  refused(8);
  EXPECT_EQ(here->heard, "going 3 x going 4 x y sent 7 ");
}

TEST_F(followers, hear_of_a_refusal_though_an_earlier_message_was_sent) {
  subject.message_going("a", 3, {"x"});
  sent(7);
  auto const here = join("a", 8);
  here->heard.clear();
  subject.message_going("a", 4, {"y"});
  refused(9);
  EXPECT_EQ(here->heard, "going 4 y refused ");
}

TEST_F(followers, act_upon_what_they_noted_without_a_lock_held) {
  auto const here = join("a");
  int acted = 0;
  here->act = [&] {
    ++acted;
    subject.look_now("a");  // would wait for itself
  };
  subject.message_going("a", 3, {"x"});
  sent(7);
  EXPECT_EQ(acted, 2);
  EXPECT_EQ(here->heard, "going 3 x look sent 7 look ");
}

TEST_F(followers, that_are_gone_hear_nothing) {
  join("a").reset();
  subject.remove("a");
  subject.look_now("a");
  subject.client_closed();
}

}  // namespace
}  // namespace hai::api
