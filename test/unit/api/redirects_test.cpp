#include "api/redirects.hpp"
#include "unit/api/refusal_text.hpp"

namespace hai::api {
namespace {

using test::names;
using test::refusal_of;

place const here{net::origin{true, "api.example.com", 443}, "/api/v2/sessions/1?x=1"};

std::string written(place const& to) {
  return (to.where.tls ? "https " : "http ") + net::authority(to.where) + " " + to.target;
}

TEST(ReadUrl, TakesOriginAndTargetApart) {
  EXPECT_EQ(written(read_url("https://Store.Example.com:8443/a/b?sig=1#part", "u")),
            "https store.example.com:8443 /a/b?sig=1");
  EXPECT_EQ(written(read_url("https://example.com", "u")), "https example.com /");
  EXPECT_EQ(written(read_url("https://example.com?q", "u")), "https example.com /?q");
  EXPECT_EQ(written(read_url("http://127.0.0.1:81/x", "u")), "http 127.0.0.1:81 /x");
}

TEST(ReadUrl, EncodesWhatNoUrlMayHold) {
  EXPECT_EQ(read_url("https://example.com/a b|%20\"\r\n", "u").target, "/a%20b%7C%20%22%0D%0A");
}

TEST(ReadUrl, RefusesWhatIsNotSafeWithoutRepeatingIt) {
  for (auto const* url :
       {"http://example.com/secret", "ftp://example.com/secret", "https://me:pw@example.com/secret",
        "secret.png", "https:///secret", "https://example.com:99999/secret"}) {
    auto const text = refusal_of([&] { read_url(url, "image"); });
    EXPECT_TRUE(names(text, "image"));
    EXPECT_EQ(text.find("secret"), std::string::npos) << text;
  }
}

TEST(Redirected, FollowsEveryFormOfLocation) {
  EXPECT_EQ(written(redirected(here, "https://other.example.com/z?y")), "https other.example.com /z?y");
  EXPECT_EQ(written(redirected(here, "//other.example.com/z")), "https other.example.com /z");
  EXPECT_EQ(written(redirected(here, "/z?back=https://example.com/")),
            "https api.example.com /z?back=https://example.com/");
  EXPECT_EQ(written(redirected(here, "2")), "https api.example.com /api/v2/sessions/2");
  EXPECT_EQ(written(redirected(here, "?x=2")), "https api.example.com /api/v2/sessions/1?x=2");
}

TEST(Redirected, DoesNotLeaveHttpsForAnotherHost) {
  refusal_of([] { redirected(here, "http://other.example.com/z"); });
}

http::reply reply_of(int status) {
  http::reply got;
  got.status = status;
  got.location = "/elsewhere";
  return got;
}

TEST(NextPlace, ALocationThatCannotBeFollowedIsTheRequestsFailure) {
  http::request asked;
  asked.route = "/sessions/{id}";
  http::reply got = reply_of(302);
  EXPECT_EQ(written(next_place(asked, got, here)), "https api.example.com /elsewhere");
  got.location = "http://other.example.com/z";
  try {
    next_place(asked, got, here);
    ADD_FAILURE() << "it was followed";
  } catch (error const& failure) {
    EXPECT_EQ(failure.code(), errc::bad_reply);
    EXPECT_EQ(failure.status(), 302);
    EXPECT_TRUE(std::string(failure.what()).starts_with("GET /sessions/{id}: 302: the redirect: "));
  }
}

TEST(NextPlace, AStreamDoesNotLeaveItsOrigin) {
  http::request asked;
  asked.target = here.target;
  http::reply got = reply_of(307);
  got.location = "?x=2";
  EXPECT_EQ(next_target(asked, got, here.where), "/api/v2/sessions/1?x=2");
  got.location = "https://other.example.com/";
  try {
    next_target(asked, got, here.where);
    ADD_FAILURE() << "it was followed";
  } catch (error const& failure) {
    EXPECT_EQ(failure.code(), errc::bad_reply);
  }
}

TEST(IsFollowed, LooksAnywhereButActsOnlyWithinTheApi) {
  http::request get, post;
  post.method = "POST";
  EXPECT_TRUE(is_followed(get, reply_of(302), true));
  EXPECT_TRUE(is_followed(get, reply_of(302), false));
  EXPECT_TRUE(is_followed(post, reply_of(307), true));
  EXPECT_FALSE(is_followed(post, reply_of(307), false));
  EXPECT_FALSE(is_followed(post, reply_of(302), true)) << "a browser would turn it into a GET";
}

TEST(IsRedirect, NeedsALocation) {
  EXPECT_TRUE(is_redirect(reply_of(308)));
  EXPECT_FALSE(is_redirect(reply_of(304)));
  http::reply lost = reply_of(302);
  lost.location.clear();
  EXPECT_FALSE(is_redirect(lost));
}

}  // namespace
}  // namespace hai::api
