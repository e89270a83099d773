// Whether a connection that nobody uses may be used again.

#include "unit/net/tls_fixture.hpp"

namespace hai::net {
namespace {

using tls_is_idle = tls;

TEST_F(tls_is_idle, when_nothing_has_come) {
  auto both = shaken();
  both.read_available();
  EXPECT_TRUE(both.client->is_idle());
}

TEST_F(tls_is_idle, when_tickets_have_come_and_takes_them_in) {
  auto both = shaken();
  EXPECT_EQ(tickets(), 0u);
  EXPECT_TRUE(both.client->is_idle());
  EXPECT_EQ(tickets(), 2u);
  both.server->send_ticket();
  EXPECT_TRUE(both.client->is_idle());
  EXPECT_EQ(tickets(), 3u);
  EXPECT_EQ(both.through_server("in step"), "in step");
}

TEST_F(tls_is_idle, when_a_key_update_has_come_and_answers_it) {
  auto both = shaken();
  for (int i = 0; i < 3; ++i) {
    both.server->request_key_update();
    EXPECT_TRUE(both.client->is_idle());
    EXPECT_EQ(both.through_client("question"), "question");
    EXPECT_EQ(both.through_server("answer"), "answer");
  }
}

TEST_F(tls_is_idle, not_after_close_notify) {
  auto both = shaken();
  both.server->shutdown();
  EXPECT_FALSE(both.client->is_idle());
}

TEST_F(tls_is_idle, not_after_an_end_without_close_notify) {
  auto both = shaken();
  both.server->cut();
  EXPECT_FALSE(both.client->is_idle());
}

TEST_F(tls_is_idle, not_after_a_reset) {
  auto both = shaken();
  both.connection.reset();
  EXPECT_FALSE(both.client->is_idle());
}

TEST_F(tls_is_idle, not_when_data_has_come_that_nobody_asked_for) {
  auto both = shaken();
  both.server->write("unasked");
  EXPECT_FALSE(both.client->is_idle());
}

TEST_F(tls_is_idle, not_while_data_is_left_from_the_last_read) {
  auto both = shaken();
  both.server->write("reply and more");
  std::string piece(5, '\0');
  ASSERT_EQ(both.client->try_read(piece, both.failure).bytes, 5u);
  EXPECT_FALSE(both.client->is_idle());
}

TEST_F(tls_is_idle, not_when_half_a_record_has_come) {
  auto both = shaken();
  both.read_available();
  both.connection.to_client().capacity = 10;
  EXPECT_EQ(both.server->write("unasked"), SSL_ERROR_WANT_WRITE);
  EXPECT_FALSE(both.client->is_idle());
}

TEST_F(tls_is_idle, not_when_nothing_but_the_head_of_a_record_has_come) {
  auto both = shaken();
  both.read_available();
  both.connection.to_client().capacity = 5;
  EXPECT_EQ(both.server->write("unasked"), SSL_ERROR_WANT_WRITE);
  EXPECT_FALSE(both.client->is_idle());
}

}  // namespace
}  // namespace hai::net
