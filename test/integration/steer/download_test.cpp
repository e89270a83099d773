// Images: where they lie, how they are fetched, and where the key does not go.

#include "http/base64.hpp"
#include "integration/wire/wire_fixture.hpp"

namespace hai::test {
namespace {

constexpr char const* resource_route = "GET /sessions/{id}/resources/{bucket}/{key...}";
constexpr std::string_view png_signature = "\x89PNG\r\n\x1a\n";

class downloads : public wire_test {
 protected:
  void SetUp() override {
    serve();
    id = platform().add_session(script());
    handle = make_client().session(id);
  }

  std::string api(std::string const& path) const { return url_of("localhost", path); }
  std::string storage(std::string const& path) const { return url_of("127.0.0.1", path); }
  std::string typed_url() const { return api("/api/v2/sessions/" + id + "/resources/screenshots/1/a b.png"); }
  std::string url_of(std::string const& host, std::string const& path) const {
    return "https://" + host + ":" + std::to_string(port()) + path;
  }
  std::uint16_t port() const { return const_cast<downloads*>(this)->platform().port(); }

  std::string fetch(std::string const& url) { return await(handle.download(image_content(url))); }
  error fetch_failure(std::string const& url) { return failure(handle.download(image_content(url))); }

  void redirect(std::string const& location, int status = 302) {
    platform().fail(fault::reply(status, "", {{"Location", location}}).route(resource_route));
  }
  std::vector<sim::request_record> seen() { return platform().account().recent; }

  std::string id;
  session handle;
};

TEST_F(downloads, follow_the_typed_route_to_storage_without_the_key) {
  EXPECT_TRUE(fetch(typed_url()).starts_with(png_signature));
  ASSERT_EQ(seen().size(), 2u);
  EXPECT_TRUE(seen()[0].has_authorization);
  EXPECT_FALSE(seen()[1].has_authorization);
  EXPECT_EQ(platform().account().leaked_keys, 0u);
}

TEST_F(downloads, follow_the_older_form_of_url_too) {
  EXPECT_TRUE(
      fetch(api("/api/v1/trajectories/" + id + "/resources/screenshots/1.png")).starts_with(png_signature));
  EXPECT_TRUE(seen()[0].has_authorization);
  EXPECT_EQ(platform().account().leaked_keys, 0u);
}

TEST_F(downloads, take_a_path_for_one_of_the_api) {
  EXPECT_TRUE(fetch("/api/v2/sessions/" + id + "/resources/screenshots/1.png").starts_with(png_signature));
}

TEST_F(downloads, ask_another_host_without_the_key_and_without_what_users_set) {
  handle = make_client().with(call_options().header("X-Secret", "s")).session(id);
  EXPECT_TRUE(fetch(storage("/storage/x/y/z.png")).starts_with(png_signature));
  EXPECT_FALSE(seen()[0].has_authorization);
  EXPECT_FALSE(seen()[0].headers.contains("x-secret"));
}

TEST_F(downloads, keep_the_key_on_a_redirect_within_the_api) {
  redirect("/api/v2/sessions/" + id + "/resources/screenshots/2.png");
  EXPECT_TRUE(fetch(typed_url()).starts_with(png_signature));
  ASSERT_EQ(seen().size(), 3u);
  EXPECT_TRUE(seen()[1].has_authorization);
  EXPECT_FALSE(seen()[2].has_authorization);
}

TEST_F(downloads, do_not_let_another_host_lead_the_key_anywhere) {
  platform().fail(fault::reply(302, "", {{"Location", typed_url()}}).route("GET /storage/{key...}"));
  EXPECT_EQ(fetch_failure(typed_url()).status(), 401);
  ASSERT_EQ(seen().size(), 3u);
  EXPECT_FALSE(seen()[2].has_authorization);
}

TEST_F(downloads, end_after_five_redirects) {
  platform().fail(fault::reply(302, "", {{"Location", typed_url()}}).route(resource_route).always());
  auto const failed = fetch_failure(typed_url());
  EXPECT_EQ(failed.code(), errc::bad_reply);
  EXPECT_STREQ(failed.what(), "GET /sessions/{id}/resources/{bucket}/{key}: 302: more than 5 redirects");
  EXPECT_EQ(seen().size(), 6u);
}

TEST_F(downloads, do_not_leave_https) {
  redirect("http://example.com/a.png?signature=secret");
  auto const failed = fetch_failure(typed_url());
  EXPECT_EQ(failed.code(), errc::bad_reply);
  EXPECT_EQ(std::string(failed.what()).find("secret"), std::string::npos) << failed.what();
  EXPECT_EQ(fetch_failure("http://example.com/a.png").code(), errc::invalid_argument);
  EXPECT_EQ(seen().size(), 1u);
}

TEST_F(downloads, say_what_another_host_answered) {
  platform().fail(fault::reply(403, "<Error/>").route("GET /storage/{key...}"));
  auto const failed = fetch_failure(typed_url());
  EXPECT_EQ(failed.code(), errc::forbidden);
  EXPECT_EQ(std::string(failed.what()), "GET /sessions/{id}/resources/{bucket}/{key}: 403 from 127.0.0.1:" +
                                            std::to_string(port()) + ", which was asked without the API key");
}

TEST_F(downloads, repeat_what_is_lost) {
  platform().fail(fault::cut_body(5).route("GET /storage/{key...}"));
  EXPECT_TRUE(fetch(typed_url()).starts_with(png_signature));
}

TEST_F(downloads, are_bounded) {
  std::size_t const too_much = (std::size_t(64) << 20) + 1;
  platform().fail(fault::reply(200, std::string(too_much, 'x')).route(resource_route));
  EXPECT_EQ(fetch_failure(typed_url()).code(), errc::body_too_large);
}

TEST_F(downloads, decode_an_image_that_came_with_its_event) {
  EXPECT_EQ(await(handle.download(image_content(http::base64("bytes"), "base64"))), "bytes");
  EXPECT_EQ(await(handle.download(image_content("data:image/png;base64," + http::base64("bytes"), "base64"))),
            "bytes");
  EXPECT_EQ(failure(handle.download(image_content("no base64!", "base64"))).code(), errc::invalid_argument);
  EXPECT_EQ(platform().account().connections, 0u);
}

TEST_F(downloads, of_a_shared_session_need_no_key) {
  await(handle.share());
  handle = make_client().with(call_options().api_key("")).session(id);
  EXPECT_TRUE(fetch(typed_url()).starts_with(png_signature));
}

}  // namespace
}  // namespace hai::test
