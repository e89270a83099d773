// TLS, framing, and the life of the platform itself.

#include <gtest/gtest.h>
#include <zlib.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "parked_poll.hpp"

namespace hai::sim::test {
namespace {

using namespace std::chrono_literals;

constexpr auto quota = "/api/v2/sessions/quota";

platform_options manual() { return platform_options().manual_time(true); }

std::string gunzip(std::string const& text) {
  std::string out(1 << 20, '\0');
  z_stream z{};
  inflateInit2(&z, 15 + 16);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  inflate(&z, Z_FINISH);
  out.resize(z.total_out);
  inflateEnd(&z);
  return out;
}

TEST(sim_tls, verifies_against_its_own_ca_for_each_of_its_names) {
  platform p(manual());
  for (auto const* name : {"localhost", "127.0.0.1", "::1"}) {
    blocking_client client(p);
    EXPECT_EQ(client.host(name).get(quota).status, 200) << name;
  }
  blocking_client elsewhere(p);
  EXPECT_FALSE(elsewhere.host("elsewhere.example").get(quota).secure);
}

TEST(sim_tls, bad_certificates_do_not_verify) {
  for (auto const kind :
       {certificate_kind::expired, certificate_kind::wrong_host, certificate_kind::unknown_ca}) {
    platform p(manual().certificate(kind));
    blocking_client client(p);
    auto const a = client.get(quota);
    EXPECT_TRUE(a.connected);
    EXPECT_FALSE(a.secure);
  }
}

TEST(sim_tls, resumes_with_a_ticket_unless_told_otherwise) {
  for (bool const tickets : {true, false}) {
    platform p(manual().session_tickets(tickets));
    blocking_client client(p);
    client.get(quota);
    client.close();
    client.get(quota);
    EXPECT_EQ(client.was_resumed(), tickets);
    EXPECT_EQ(p.account().handshakes, 2u);
    EXPECT_EQ(p.account().handshakes_resumed, tickets ? 1u : 0u);
  }
}

TEST(sim_tls, the_ca_file_lasts_as_long_as_the_platform) {
  std::string path;
  {
    platform p(manual());
    path = p.ca_file();
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    EXPECT_EQ(text.str(), p.ca_pem());
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(sim_plain, serves_without_tls) {
  platform p(manual().tls(false));
  EXPECT_TRUE(p.url().starts_with("http://localhost:"));
  EXPECT_EQ(p.ca_file(), "");
  blocking_client client(p);
  EXPECT_EQ(client.get(quota).status, 200);
}

TEST(sim_framing, every_kind_carries_the_same_body) {
  std::vector<std::string> bodies;
  for (auto const f : {body_framing::content_length, body_framing::chunked, body_framing::close_delimited}) {
    platform p(manual().framing(f));
    auto const id = p.add_session(script().event(0ms, "Big", "\"" + std::string(10000, 'x') + "\""));
    blocking_client client(p);
    auto const a = client.get("/api/v2/sessions/" + id + "/changes");
    EXPECT_TRUE(a.whole);
    EXPECT_EQ(a.headers.contains("content-length"), f == body_framing::content_length);
    EXPECT_EQ(client.is_open(), f != body_framing::close_delimited);
    bodies.push_back(a.body);
  }
  EXPECT_EQ(bodies[0], bodies[1]);
  EXPECT_EQ(bodies[0], bodies[2]);
}

TEST(sim_framing, bodies_are_compressed_only_for_those_who_accept_it) {
  platform p(manual().gzip(true));
  blocking_client plain(p), able(p);
  auto const a = plain.get(quota);
  auto const b = able.header("Accept-Encoding", "gzip").get(quota);
  EXPECT_FALSE(a.headers.contains("content-encoding"));
  EXPECT_EQ(b.headers.at("content-encoding"), "gzip");
  EXPECT_EQ(gunzip(b.body), a.body);
}

TEST(sim_keep_alive, many_requests_share_a_connection) {
  platform p(manual());
  blocking_client client(p);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(client.get(quota).status, 200);
  EXPECT_EQ(p.account().connections, 1u);
  EXPECT_EQ(p.account().requests_by_route.at("GET /sessions/quota"), 5u);
}

TEST(sim_keep_alive, can_be_switched_off) {
  platform p(manual().keep_alive(false));
  blocking_client client(p);
  client.get(quota);
  EXPECT_FALSE(client.is_open());
}

TEST(sim_requests, too_large_is_413_and_nonsense_400) {
  platform p(manual());
  blocking_client client(p);
  auto const large =
      client.send_raw("POST /api/v2/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 10000001\r\n\r\n");
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(client.send_raw("what is this\r\n\r\n").status, 400);
}

TEST(sim_requests, two_at_once_on_one_connection_are_answered_in_order) {
  platform p(manual());
  blocking_client client(p);
  std::string const one =
      "GET /api/v2/sessions/quota HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + p.api_key() + "\r\n\r\n";
  std::string const two = "GET /api/v2/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(client.send_raw(one + two).status, 200);
  EXPECT_EQ(p.account().connections, 1u);
}

TEST(sim_account, records_what_was_asked) {
  platform p(manual().recorded_requests(2));
  auto const id = p.add_session(script().event(0ms, "A"));
  blocking_client client(p);
  client.get(quota);
  client.get("/api/v2/sessions/" + id + "/changes?from_index=1&limit=5&wait_for_seconds=0");
  client.key("").get(quota);
  auto const a = p.account();
  ASSERT_EQ(a.recent.size(), 2u);
  auto const& poll = a.recent[0];
  EXPECT_EQ(poll.route, "GET /sessions/{id}/changes");
  EXPECT_EQ(poll.session, id);
  EXPECT_EQ(poll.from_index, 1u);
  EXPECT_EQ(poll.limit, 5u);
  EXPECT_EQ(poll.wait_for_seconds, 0u);
  EXPECT_TRUE(poll.has_authorization);
  EXPECT_FALSE(poll.headers.contains("authorization"));
  EXPECT_EQ(poll.status, 204);
  EXPECT_FALSE(a.recent[1].has_authorization);
  EXPECT_EQ(a.recent[1].status, 401);
  EXPECT_EQ(a.polls_204, 1u);
  EXPECT_EQ(a.requests, 3u);
}

TEST(sim_life, on_a_context_of_the_caller_it_ends_with_it) {
  boost::asio::io_context io;
  {
    platform p(io, manual());
    p.add_session(script());
    io.poll();
  }
  io.restart();
  io.run();  // returns: a destroyed platform holds no work
}

TEST(sim_life, a_context_destroyed_with_parked_polls_leaks_nothing) {
  parked_polls parked;
  auto io = std::make_unique<boost::asio::io_context>();
  auto p = std::make_unique<platform>(*io, parked.watch(manual()));
  auto const id = p->add_session(script());
  std::thread runner([&] { io->run(); });
  auto reply = get_async(*p, "/api/v2/sessions/" + id + "/changes?wait_for_seconds=25");
  EXPECT_TRUE(parked.wait_for(1));
  io->stop();
  runner.join();
  p.reset();
  io.reset();
  EXPECT_EQ(reply.get().status, 0);
}

TEST(sim_life, in_real_time_an_event_comes_by_itself) {
  platform p;
  auto const id = p.add_session(script().event(20ms, "Soon"));
  blocking_client client(p);
  EXPECT_EQ(client.get("/api/v2/sessions/" + id + "/changes?wait_for_seconds=10").status, 200);
}

TEST(sim_life, advance_is_for_manual_time_only) {
  platform p;
  EXPECT_THROW(p.advance(1s), std::logic_error);
}

}  // namespace
}  // namespace hai::sim::test
