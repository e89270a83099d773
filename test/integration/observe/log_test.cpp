// The line logger on a client: what its lines hold at each level, and what they never hold.

#include <cstdlib>
#include <hai/log_observer.hpp>
#include <hai/observer_group.hpp>
#include <map>

#include "integration/wire/wire_fixture.hpp"

namespace hai::test {
namespace {

constexpr char const* key = "hk-top-secret-key";
constexpr char const* session_id = "5e0c3a7e-1111-4222-8333-944445555666";
constexpr char const* proxy_password = "swordfish";
constexpr char const* proxy_token = "amFuZTpzd29yZGZpc2g=";  // base64 of jane:swordfish

class logs : public wire_test {
 protected:
  using observers = std::vector<std::shared_ptr<observer>>;

  client_options logged() {
    observers each;
    for (log_level const level : {log_level::warn, log_level::info, log_level::debug})
      each.push_back(std::make_shared<log_observer>(level, [&text = texts[level]](std::string line) {
        text += line.substr(25) + '\n';  // without the time
      }));
    return options().api_key(key).observer(std::make_shared<observer_group>(each));
  }
  std::size_t count(log_level level, std::string const& words) {
    std::string const& text = texts[level];
    std::size_t found = 0;
    for (auto at = text.find(words); at != text.npos; at = text.find(words, at + 1)) ++found;
    return found;
  }

  /// All that can go wrong where a secret is near.
  void live_dangerously() {
    serve(platform_options().api_key(key));
    std::string const echo =
        std::string(R"({"detail":"Bearer )") + key + " may not see " + session_id + "\"}";
    platform().add_session(finished(3).id(session_id).ends("failed", session_id, session_id, key));
    platform().fail(fault::reply(503, echo).route(changes_route));
    platform().fail(fault::cut_body(3).route(changes_route));
    platform().fail(fault::reply(503, echo).route(status_route).skip(1));
    {
      client by(io, logged());
      auto handle = by.session(session_id);
      auto stream = handle.stream(stream_options().buffer(1));
      await(rest_of(stream));
      await(handle.status());
      await(by.request("GET", std::string("/sessions/") + session_id + "/status?key=" + key));
      platform().fail(fault::reply(404, echo).route(changes_route));
      auto refused = handle.stream();
      EXPECT_EQ(failure(refused.next()).code(), errc::not_found);
    }
    client astray(io, logged().proxy(std::string("http://jane:") + proxy_password + "@127.0.0.1:1"));
    auto handle = astray.session(session_id);
    EXPECT_EQ(failure(handle.with(call_options().attempts(2)).status()).code(), errc::connect_failed);
  }

  std::map<log_level, std::string> texts;
};

TEST_F(logs, hold_no_secret_at_any_level) {
  live_dangerously();
  for (auto const& [level, text] : texts) {
    EXPECT_GT(text.size(), 500u);
    for (std::string const secret : {key, session_id, "top-secret", "-4222-", proxy_password, proxy_token,
                                     "jane", "Authorization", "Bearer", "may not see"})
      EXPECT_EQ(count(level, secret), 0u) << secret << " in\n" << text;
  }
}

TEST_F(logs, tell_faults_from_warn_on_streams_from_info_on_and_requests_from_debug_on) {
  live_dangerously();
  auto level = log_level::warn;
  auto const lines = [&](std::string const& words) { return count(level, words); };
  EXPECT_EQ(lines("warn hai stream failing session=5e0c3a7e.. why=\"503 server_error\" outage=0.000s "
                  "request_id=sim-1\n"),
            1u)
      << texts[level];
  EXPECT_EQ(lines("warn hai stream failing "), 2u) << texts[level];
  EXPECT_EQ(lines("warn hai stream recovered session=5e0c3a7e.. outage="), 1u);
  EXPECT_GE(lines("warn hai stream lagging session=5e0c3a7e.. stream="), 1u);
  EXPECT_EQ(lines("warn hai stream lagging "), lines("warn hai stream caught up session=5e0c3a7e.. stream="));
  EXPECT_EQ(lines("warn hai retry request=\"GET /sessions/{id}/status\" attempt=1 why="), 2u) << texts[level];
  EXPECT_EQ(lines("warn hai session ended session=5e0c3a7e.. state=failed error_code=*** "), 1u)
      << texts[level];
  EXPECT_EQ(lines("warn hai stream failed session=5e0c3a7e.. "), 1u);
  EXPECT_EQ(lines("info hai"), 0u);
  EXPECT_EQ(lines("debug hai"), 0u);

  level = log_level::info;
  EXPECT_EQ(lines("warn hai stream failing "), 2u);
  EXPECT_EQ(lines("info hai stream started session=5e0c3a7e.. "), 2u) << texts[level];
  EXPECT_EQ(lines("info hai stream ended session=5e0c3a7e.. "), 1u);
  EXPECT_EQ(lines("info hai session moved session=5e0c3a7e.. to=failed\n"), 1u);
  EXPECT_GE(lines("info hai connection opened host=localhost:"), 1u);
  EXPECT_EQ(lines("info hai connection opened host="), lines("info hai connection closed host="));
  EXPECT_EQ(lines("debug hai"), 0u);

  level = log_level::debug;
  EXPECT_GE(lines("debug hai request request=\"GET /sessions/{id}/changes\" status=200 took="), 1u)
      << texts[level];
  EXPECT_EQ(lines("debug hai request request=\"GET (other)\" status=200 "), 1u);
  EXPECT_EQ(lines("failure=connect_failed took="), 2u);
  EXPECT_GE(lines("debug hai stream received session=5e0c3a7e.. "), 1u);
}

/// HAI_LOG for the length of a test.
class environment {
 public:
  explicit environment(char const* level) { setenv("HAI_LOG", level, 1); }
  ~environment() { unsetenv("HAI_LOG"); }
};

TEST_F(logs, go_to_stderr_where_HAI_LOG_asks_for_them_and_no_observer_was_set) {
  serve();
  auto const id = platform().add_session(finished(1));
  auto const written = [&](char const* level, client_options made) {
    environment const set(level);
    testing::internal::CaptureStderr();
    std::optional<session> handle = client(io, std::move(made)).session(id);
    await(handle->status());
    handle.reset();
    return testing::internal::GetCapturedStderr();
  };
  EXPECT_NE(written("debug", options()).find(" debug hai request "), std::string::npos);
  EXPECT_EQ(written("warn", options()), "");
  EXPECT_EQ(written("off", options()), "");
  EXPECT_EQ(written("loud", options()), "hai: HAI_LOG is none of warn, info, debug: nothing is logged\n");
  EXPECT_EQ(written("debug", options().observer(std::make_shared<observer>())), "");
}

}  // namespace
}  // namespace hai::test
