// client::request: every other route, with the same transport, retries and errors.

#include <boost/json/parse.hpp>

#include "integration/wire/wire_fixture.hpp"

namespace hai::test {
namespace {

namespace json = boost::json;

class any_route : public wire_test {
 protected:
  void SetUp() override { serve(); }

  json::value ask(std::string method, std::string target, json::value body = nullptr) {
    return await(make_client().request(std::move(method), std::move(target), std::move(body)));
  }
  error ask_failure(std::string method, std::string target, json::value body = nullptr) {
    return failure(make_client().request(std::move(method), std::move(target), std::move(body)));
  }
  sim::request_record last() { return platform().account().recent.back(); }
  void answer(int status, std::string body) { platform().fail(fault::reply(status, std::move(body))); }
};

TEST_F(any_route, counts_from_the_apis_version) {
  answer(200, R"({"items":[],"total":0,"page":1})");
  EXPECT_EQ(ask("GET", "/agents?page=1&size=10").at("total"), 0);
  EXPECT_EQ(last().target, "/api/v2/agents?page=1&size=10");
  EXPECT_TRUE(last().has_authorization);
}

TEST_F(any_route, may_name_another_version) {
  answer(200, "[]");
  EXPECT_EQ(ask("GET", "/api/v1/things"), json::array());
  EXPECT_EQ(last().target, "/api/v1/things");
}

TEST_F(any_route, sends_a_body_as_json) {
  auto const made = ask("POST", "/sessions", json::object{{"agent", "h/a"}});
  EXPECT_EQ(last().body, R"({"agent":"h/a"})");
  EXPECT_EQ(last().headers.at("content-type"), "application/json");
  EXPECT_EQ(platform().account().sessions.count(std::string(made.at("id").as_string())), 1u);
}

TEST_F(any_route, writes_and_reads_the_files_of_a_session) {
  auto const files = "/sessions/" + platform().add_session(script()) + "/files/";
  auto const path = ask("POST", files + "write_file",
                        json::object{{"path", "~/Downloads/a.txt"}, {"content_base64", "aGVsbG8="}})
                        .at("path");
  EXPECT_EQ(ask("POST", files + "read_file", json::object{{"path", path}}).at("content_base64"), "aGVsbG8=");
  EXPECT_EQ(ask("POST", files + "list_files", json::object()).at("files").as_array().size(), 1u);
}

TEST_F(any_route, brings_null_for_an_empty_reply) {
  auto const id = platform().add_session(script());
  EXPECT_TRUE(ask("DELETE", "/sessions/" + id).is_null());
  EXPECT_EQ(last().status, 204);
}

TEST_F(any_route, fails_as_every_call_does) {
  auto const failed = ask_failure("GET", "/agents/no-such?token=secret");
  EXPECT_EQ(failed.code(), errc::not_found);
  EXPECT_STREQ(failed.what(), "GET /agents/no-such: 404: Not Found");
}

TEST_F(any_route, tells_status_and_body_of_a_success_that_is_not_json) {
  answer(200, "<html>");
  auto const failed = ask_failure("GET", "/agents");
  EXPECT_EQ(failed.code(), errc::bad_json);
  EXPECT_EQ(failed.status(), 200);
  EXPECT_EQ(failed.body(), "<html>");
}

TEST_F(any_route, repeats_what_is_safe_to_repeat_and_no_more) {
  platform().fail(fault::reply(503, "", {{"Retry-After", "1"}}));
  answer(200, "{}");
  EXPECT_EQ(ask("PUT", "/agents/a", json::object()), json::object());
  EXPECT_EQ(all_requests(), 2u);
  answer(503, "");
  EXPECT_EQ(ask_failure("PATCH", "/agents/a", json::object()).code(), errc::server_error);
  EXPECT_EQ(all_requests(), 3u);
}

TEST_F(any_route, refuses_what_is_no_path_or_no_method_before_a_byte) {
  for (auto const* target : {"https://example.com/agents", "agents", "/a b", ""})
    EXPECT_EQ(ask_failure("GET", target).code(), errc::invalid_argument) << target;
  EXPECT_EQ(ask_failure("FETCH", "/agents").code(), errc::invalid_argument);
  EXPECT_EQ(ask_failure("POST", "/agents", json::string(10'000'000, 'x')).code(), errc::invalid_argument);
  EXPECT_EQ(platform().account().connections, 0u);
}

TEST_F(any_route, does_not_take_the_key_or_a_body_to_another_host) {
  std::string const elsewhere = "https://127.0.0.1:" + std::to_string(platform().port()) + "/storage/x/y.png";
  platform().fail(fault::reply(307, "", {{"Location", elsewhere}}));
  auto const failed = ask_failure("POST", "/agents", json::object{{"secret", 1}});
  EXPECT_EQ(failed.code(), errc::bad_reply);
  EXPECT_EQ(all_requests(), 1u);

  platform().fail(fault::reply(302, "", {{"Location", elsewhere}}));
  EXPECT_EQ(ask_failure("GET", "/agents").code(), errc::bad_json) << "an image, not JSON";
  EXPECT_FALSE(last().has_authorization);
  EXPECT_EQ(platform().account().leaked_keys, 0u);
}

TEST_F(any_route, keeps_method_body_and_key_on_a_redirect_within_the_api) {
  platform().fail(fault::reply(308, "", {{"Location", "/api/v2/sessions"}}));
  auto const made = ask("POST", "/sessions/", json::object{{"agent", "h/a"}});
  EXPECT_TRUE(made.at("id").is_string());
  EXPECT_EQ(last().body, R"({"agent":"h/a"})");
  EXPECT_TRUE(last().has_authorization);
}

}  // namespace
}  // namespace hai::test
