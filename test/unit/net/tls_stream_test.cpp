#include "net/tls_stream.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ssl/error.hpp>
#include <thread>

#include "unit/net/coroutine_outcome.hpp"
#include "unit/net/openssl_bytes.hpp"
#include "unit/net/tls_fixture.hpp"

namespace hai::net {
namespace {
using testing::coroutine_outcome;

TEST_F(tls, carries_bytes_both_ways) {
  auto both = shaken();
  EXPECT_EQ(both.through_client("question"), "question");
  EXPECT_EQ(both.through_server("answer"), "answer");
  EXPECT_FALSE(both.failure);
  EXPECT_FALSE(both.ended);
}

TEST_F(tls, names_the_host_it_wants) {
  auto both = shaken();
  EXPECT_EQ(both.server->server_name(), "api.test");
}

TEST_F(tls, names_no_host_for_a_literal_address_and_verifies_the_address) {
  auto both = pair(host("127.0.0.1"));
  ASSERT_TRUE(both.shake());
  EXPECT_EQ(both.server->server_name(), "");
  auto other = pair(host("127.0.0.2"));
  EXPECT_FALSE(other.shake());
}

TEST_F(tls, offers_http_1_1_alone) {
  std::string offered;
  auto const note = [](SSL*, unsigned char const**, unsigned char*, unsigned char const* in, unsigned size,
                       void* to) {
    static_cast<std::string*>(to)->assign(reinterpret_cast<char const*>(in), size);
    return SSL_TLSEXT_ERR_NOACK;
  };
  SSL_CTX_set_alpn_select_cb(server.native(), note, &offered);
  shaken();
  EXPECT_EQ(offered, "\x08http/1.1");
}

TEST_F(tls, speaks_tls_1_2_with_a_server_that_knows_no_more) {
  server.only_tls_1_2();
  auto both = shaken();
  EXPECT_EQ(SSL_version(both.server->native()), TLS1_2_VERSION);
  EXPECT_EQ(both.through_client("question"), "question");
  EXPECT_EQ(both.through_server("answer"), "answer");
}

TEST_F(tls, refuses_tls_1_2_where_1_3_is_the_minimum) {
  server.only_tls_1_2();
  context =
      std::make_shared<tls_context>(tls_options().ca_pem(authority.pem()).min_version(tls_version::tls_1_3));
  auto both = pair();
  EXPECT_FALSE(both.shake());
  EXPECT_TRUE(both.failure);
}

TEST_F(tls, shows_its_client_certificate) {
  auto const client = authority.issue(certificate_wish("the client"));
  testing::temporary_file const certificate(client.certificate_pem());
  testing::temporary_file const key(client.key_pem());
  server.demand_client_certificate(authority);
  context = std::make_shared<tls_context>(
      tls_options().ca_pem(authority.pem()).client_certificate(certificate.path(), key.path()));
  auto both = shaken();
  EXPECT_EQ(both.server->client_name(), "the client");
}

TEST_F(tls, a_server_that_wants_a_client_certificate_gets_an_error_across) {
  server.demand_client_certificate(authority);
  auto both = pair();
  EXPECT_FALSE(both.shake());
  both.read_available();
  EXPECT_EQ(both.failure.category(), asio::error::get_ssl_category());
  EXPECT_NE(both.failure.message().find("certificate required"), std::string::npos) << both.failure.message();
}

TEST_F(tls, uses_each_ticket_once_and_resumes_with_it) {
  {
    auto first = shaken();
    EXPECT_FALSE(first.client->resumed());
    first.read_available();
  }
  ASSERT_EQ(tickets(), 2u);
  {
    auto second = pair();
    EXPECT_EQ(tickets(), 1u);
    ASSERT_TRUE(second.shake());
    EXPECT_TRUE(second.client->resumed());
    EXPECT_TRUE(second.server->resumed());
    auto third = pair();
    EXPECT_EQ(tickets(), 0u);
    ASSERT_TRUE(third.shake());
    EXPECT_TRUE(third.client->resumed());
    auto fourth = shaken();
    EXPECT_FALSE(fourth.client->resumed());
  }
}

TEST_F(tls, keeps_its_tickets_usable_however_the_connection_ends) {
  {
    auto cut = shaken();
    cut.read_available();
    cut.server->cut();
    cut.read_available();
    EXPECT_TRUE(cut.failure);
  }
  auto next = shaken();
  EXPECT_TRUE(next.client->resumed());
  auto after = shaken();
  EXPECT_TRUE(after.client->resumed());
}

TEST_F(tls, uses_a_tls_1_2_session_again_and_again) {
  server.only_tls_1_2();
  auto run = [&] {
    auto both = pair();
    coroutine_outcome<int> done(io.get_executor(), [](tls_stream& client) -> asio::awaitable<int> {
      co_await client.handshake();
      co_return 1;
    }(*both.client));
    for (int round = 0; round < 5; ++round) {
      io.restart();
      io.poll();
      both.server->try_accept();
    }
    EXPECT_TRUE(done.has_value()) << done.text();
    return both.client->resumed();
  };
  EXPECT_FALSE(run());
  EXPECT_TRUE(run());
  EXPECT_TRUE(run());
  EXPECT_TRUE(run());
}

TEST_F(tls, tickets_of_one_origin_are_not_shown_to_another) {
  {
    auto first = shaken();
    first.read_available();
  }
  auto other = pair(host("127.0.0.1"));
  ASSERT_TRUE(other.shake());
  EXPECT_FALSE(other.client->resumed());
}

TEST_F(tls, close_notify_is_a_clean_end) {
  auto both = shaken();
  both.server->write("last words");
  both.server->shutdown();
  EXPECT_EQ(both.read_available(), "last words");
  EXPECT_FALSE(both.failure);
  EXPECT_TRUE(both.ended);
}

TEST_F(tls, an_end_without_close_notify_is_a_truncation) {
  auto both = shaken();
  both.server->write("last words");
  both.server->cut();
  EXPECT_EQ(both.read_available(), "last words");
  EXPECT_EQ(both.failure, asio::ssl::error::stream_truncated);
  EXPECT_FALSE(both.ended);
  both.read_available();
  EXPECT_EQ(both.failure, asio::ssl::error::stream_truncated) << "a failure must stay";
}

TEST_F(tls, a_reset_is_reported_as_itself) {
  auto both = shaken();
  both.connection.reset();
  both.read_available();
  EXPECT_EQ(both.failure, asio::error::connection_reset);
}

TEST_F(tls, a_record_that_does_not_decrypt_is_a_failure_that_stays) {
  auto both = shaken();
  both.read_available();
  boost::system::error_code ignored;
  std::string const forged = std::string("\x17\x03\x03\x00\x20", 5) + std::string(32, 'x');
  both.server->lower().try_write(forged, ignored);
  both.read_available();
  EXPECT_EQ(both.failure.category(), asio::error::get_ssl_category());
  EXPECT_FALSE(both.client->is_idle());
  both.client->try_write(std::string_view("more"), both.failure);
  EXPECT_TRUE(both.failure);
}

TEST_F(tls, is_in_step_however_the_bytes_are_cut) {
  auto both = shaken();
  std::size_t size = 0;
  both.connection.to_client().next_read_size = [&size] { return size = size % 7 + 1; };
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i);
  EXPECT_EQ(both.through_server(text), text);
}

TEST_F(tls, keeps_what_openssl_has_not_taken_for_the_next_read_on_any_thread) {
  auto both = shaken();
  for (auto const* text : {"one ", "two ", "three"}) both.server->write(text);
  auto other = shaken();
  std::string piece(2, '\0');
  ASSERT_EQ(both.client->try_read(piece, both.failure).bytes, 2u);
  EXPECT_EQ(other.through_server("of another connection"), "of another connection");
  std::string rest;
  std::thread([&] { rest = both.read_available(); }).join();
  EXPECT_EQ(piece + rest, "one two three");
}

/// Takes pieces of one size until it has enough.
struct piecewise final : read_sink {
  explicit piecewise(std::size_t of_size, std::size_t most) : piece(of_size, '\0'), left(most) {}
  std::span<char> room() override { return std::span(piece).first(std::min(piece.size(), left)); }
  void take(std::span<char const> bytes) override {
    all.append(bytes.data(), bytes.size());
    left -= bytes.size();
  }
  std::string piece;
  std::size_t left;
  std::string all;
};

TEST_F(tls, what_has_come_is_read_in_pieces_within_one_step) {
  auto both = shaken();
  std::string text;
  for (int i = 0; i < 5000; ++i) text += std::to_string(i);
  both.server->write(text);
  piecewise sink(1000, text.size() + 1);
  while (both.client->read_on(sink, both.failure).bytes > 0) {
  }
  EXPECT_EQ(sink.all, text);
  EXPECT_EQ(both.through_client("question"), "question");
}

TEST_F(tls, what_the_reader_in_pieces_leaves_is_there_for_the_next_step) {
  auto both = shaken();
  std::string text(40000, 'x');
  text += "end";
  both.server->write(text);
  piecewise sink(1000, 1500);
  EXPECT_EQ(both.client->read_on(sink, both.failure).bytes, 1500u);
  EXPECT_EQ(sink.all + both.read_available(), text);
}

TEST_F(tls, an_end_that_came_with_the_last_piece_shows_at_the_next_step) {
  auto both = shaken();
  both.server->write("answer");
  both.server->shutdown();
  piecewise sink(4, 100);
  EXPECT_EQ(both.client->read_on(sink, both.failure).bytes, 6u);
  EXPECT_FALSE(both.failure);
  EXPECT_TRUE(both.client->read_on(sink, both.failure).ended);
}

TEST_F(tls, a_cancelled_wait_for_reading_leaves_the_stream_in_step) {
  auto both = shaken();
  for (int i = 0; i < 20; ++i) {
    both.read_available();
    coroutine_outcome<int> wait(io.get_executor(), [](tls_stream& client) -> asio::awaitable<int> {
      boost::system::error_code failure;
      co_await client.wait(readiness::readable, failure);
      if (failure) throw boost::system::system_error(failure);
      co_return 1;
    }(*both.client));
    io.restart();
    io.poll();
    ASSERT_FALSE(wait.finished());
    wait.cancel();
    io.restart();
    io.poll();
    EXPECT_TRUE(wait.was_aborted());
    EXPECT_EQ(both.through_client("question"), "question");
    EXPECT_EQ(both.through_server("answer"), "answer");
  }
}

TEST_F(tls, a_wait_for_reading_is_over_at_once_when_the_end_came_with_the_last_bytes) {
  auto both = shaken();
  both.server->write("answer");
  both.server->shutdown();
  std::string piece(4096, '\0');
  EXPECT_EQ(both.client->try_read(piece, both.failure).bytes, 6u);
  // The bytes of close_notify were received with the answer: nothing more will make the socket readable.
  coroutine_outcome<bool> waited(io.get_executor(), [](tls_stream& client) -> asio::awaitable<bool> {
    boost::system::error_code failure;
    co_await client.wait(readiness::readable, failure);
    co_return !failure;
  }(*both.client));
  io.restart();
  io.poll();
  EXPECT_TRUE(waited.finished());
  EXPECT_TRUE(both.client->try_read(piece, both.failure).ended);
}

TEST_F(tls, says_goodbye_when_it_is_closed) {
  auto both = shaken();
  both.client->close();
  both.server->read_available();
  EXPECT_TRUE(SSL_get_shutdown(both.server->native()) & SSL_RECEIVED_SHUTDOWN);
  EXPECT_TRUE(both.connection.client_closed());
  both.client->close();
  both.read_available();
  EXPECT_EQ(both.failure, asio::error::bad_descriptor);
  EXPECT_FALSE(both.client->is_idle());
}

TEST_F(tls, does_not_wait_to_say_goodbye) {
  auto both = shaken();
  both.connection.to_server().capacity = 0;
  both.client->close();
  EXPECT_TRUE(both.connection.client_closed());
}

TEST_F(tls, keeps_no_record_buffer_while_it_waits) {
  constexpr long a_record = 16 * 1024;
  auto both = shaken();
  both.through_client("question");
  auto const before = testing::openssl_bytes();
  EXPECT_EQ(both.through_server("answer, after the tickets"), "answer, after the tickets");
  EXPECT_LT(testing::openssl_bytes() - before, a_record);
  both.server->request_key_update();
  EXPECT_TRUE(both.client->is_idle());
  EXPECT_LT(testing::openssl_bytes() - before, a_record);
}

}  // namespace
}  // namespace hai::net
