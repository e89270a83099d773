#include "session/stream_question.hpp"

#include <gtest/gtest.h>
#include <hai/error.hpp>
#include <utility>

#include "api/routes.hpp"

namespace hai::detail {
namespace {

using namespace std::chrono_literals;
using kind = stream_question::kind;

std::string const session = "/api/v2/sessions/s";

class StreamQuestion : public testing::Test {
 protected:
  bool sends_on(std::string location, int status = 307) {
    http::reply reply;
    reply.status = status;
    reply.location = std::move(location);
    return asked.follow_redirect(reply, home);
  }

  boost::system::error_code refusal(std::string location) {
    try {
      sends_on(std::move(location));
    } catch (error const& failure) {
      return failure.code();
    }
    ADD_FAILURE() << "it was followed";
    return errc::closed;
  }

  net::origin const home{true, "api.example", 443};
  stream_question asked;
};

TEST_F(StreamQuestion, a_poll_is_held_if_it_has_a_wait) {
  asked.poll(session, 7, 25s, std::nullopt);
  EXPECT_TRUE(asked.is_poll());
  EXPECT_TRUE(asked.is_held());
  EXPECT_EQ(asked.held_for(), 25s);
  EXPECT_EQ(asked.request().target, api::routes::poll(session, 7, 25s, std::nullopt).target);
  asked.poll(session, 7, 0s, 50);
  EXPECT_TRUE(asked.is_poll());
  EXPECT_FALSE(asked.is_held());
  EXPECT_EQ(asked.request().target, api::routes::poll(session, 7, 0s, 50).target);
}

TEST_F(StreamQuestion, no_other_is_a_poll_or_held) {
  asked.poll(session, 7, 25s, std::nullopt);
  asked.ask(kind::status, api::routes::status(session));
  EXPECT_EQ(asked.what(), kind::status);
  EXPECT_FALSE(asked.is_poll());
  EXPECT_FALSE(asked.is_held());
  EXPECT_EQ(asked.request().target, session + "/status");
  asked.poll(session, 8, 25s, std::nullopt);
  EXPECT_EQ(asked.request().target, api::routes::poll(session, 8, 25s, std::nullopt).target);
}

TEST_F(StreamQuestion, is_answered_until_the_next_is_asked) {
  asked.poll(session, 0, 0s, std::nullopt);
  EXPECT_FALSE(asked.is_answered());
  asked.answered();
  EXPECT_TRUE(asked.is_answered());
  asked.poll(session, 0, 0s, std::nullopt);
  EXPECT_FALSE(asked.is_answered());
}

TEST_F(StreamQuestion, a_redirect_is_the_same_question_at_another_place) {
  asked.ask(kind::status, api::routes::status(session));
  EXPECT_TRUE(sends_on("/api/v3/sessions/s/status"));
  EXPECT_EQ(asked.what(), kind::status);
  EXPECT_EQ(asked.request().target, "/api/v3/sessions/s/status");
  EXPECT_TRUE(asked.is_redirected());
  EXPECT_FALSE(asked.is_answered());
  EXPECT_TRUE(asked.has_next());
  EXPECT_TRUE(asked.take_next());
  EXPECT_FALSE(asked.take_next());
}

TEST_F(StreamQuestion, what_is_no_redirect_is_not_followed) {
  asked.ask(kind::status, api::routes::status(session));
  EXPECT_FALSE(sends_on("", 307));
  EXPECT_FALSE(sends_on("/elsewhere", 404));
  EXPECT_EQ(asked.request().target, session + "/status");
  EXPECT_FALSE(asked.has_next());
  EXPECT_FALSE(asked.is_redirected());
}

TEST_F(StreamQuestion, does_not_leave_the_api) {
  asked.ask(kind::status, api::routes::status(session));
  EXPECT_EQ(refusal("https://elsewhere.example/status"), errc::bad_reply);
  EXPECT_FALSE(asked.has_next());
}

TEST_F(StreamQuestion, is_redirected_five_times_at_most_and_anew_for_the_next_one) {
  asked.ask(kind::status, api::routes::status(session));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(sends_on("/again"));
  EXPECT_EQ(refusal("/again"), errc::bad_reply);
  asked.ask(kind::status, api::routes::status(session));
  EXPECT_TRUE(sends_on("/again"));
}

TEST_F(StreamQuestion, a_reply_may_lead_to_another_question) {
  asked.ask(kind::snapshot, api::routes::snapshot(session));
  asked.answered();
  asked.lead_to(kind::session, api::routes::get(session));
  EXPECT_EQ(asked.what(), kind::session);
  EXPECT_EQ(std::as_const(asked).request().target, session);
  EXPECT_FALSE(asked.is_answered());
  EXPECT_TRUE(asked.take_next());
}

}  // namespace
}  // namespace hai::detail
