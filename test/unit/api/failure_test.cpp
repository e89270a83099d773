#include "api/failure.hpp"

#include <gtest/gtest.h>

#include "api/decoded.hpp"
#include "model/bad_document.hpp"

namespace hai::api {
namespace {

http::request asked(bool with_key = true) {
  http::request request;
  request.route = "/sessions/{id}";
  request.carries_key = with_key;
  return request;
}

http::reply replied(int status, std::string_view body = "") {
  http::reply got;
  got.status = status;
  got.body.append(body);
  return got;
}

TEST(Failure, TheStatusTellsTheCode) {
  struct row {
    int status;
    errc code;
  };
  for (auto const each :
       {row{400, errc::invalid_request}, row{401, errc::unauthorized}, row{403, errc::forbidden},
        row{404, errc::not_found}, row{408, errc::timed_out}, row{409, errc::conflict},
        row{418, errc::invalid_request}, row{422, errc::invalid_request}, row{429, errc::rate_limited},
        row{500, errc::server_error}, row{503, errc::server_error}, row{302, errc::bad_reply}})
    EXPECT_EQ(failure_of(asked(), replied(each.status)).code(), each.code) << each.status;
  EXPECT_EQ(failure_of(asked(false), replied(401)).code(), errc::no_api_key);
}

TEST(Failure, QuotesTheServerAndKeepsWhatTheReplySaid) {
  auto got = replied(404, R"({"detail":"Session not found"})");
  got.request_id = "r-1";
  got.retry_after = "7";
  error const failure = failure_of(asked(), got);
  EXPECT_STREQ(failure.what(), "GET /sessions/{id}: 404: Session not found");
  EXPECT_EQ(failure.status(), 404);
  EXPECT_EQ(failure.detail(), "Session not found");
  EXPECT_EQ(failure.request_id(), "r-1");
  EXPECT_EQ(failure.retry_after(), std::chrono::seconds(7));
  EXPECT_EQ(failure.body(), R"({"detail":"Session not found"})");
  EXPECT_STREQ(failure_of(asked(), replied(502)).what(), "GET /sessions/{id}: 502");
}

TEST(Failure, KeepsNoMoreThanTheBeginningOfALongBody) {
  EXPECT_EQ(failure_of(asked(), replied(500, std::string(100'000, 'x'))).body().size(), 64u * 1024);
}

TEST(Failure, ARefusedKeyIsHintedAt) {
  EXPECT_NE(std::string(failure_of(asked(), replied(401)).what()).find("check HAI_API_KEY"),
            std::string::npos);
  EXPECT_NE(std::string(failure_of(asked(false), replied(401)).what()).find("set HAI_API_KEY"),
            std::string::npos);
}

TEST(Failure, ARequestIsInFlightWhereItsKeyIsAtWork) {
  auto request = asked();
  request.headers = {{"X-Other", "1"}, {"Idempotency-Key", "k"}};
  auto got = replied(409);
  EXPECT_FALSE(is_in_flight(request, got)) << "nobody says when to ask again";
  got.retry_after = "1";
  EXPECT_TRUE(is_in_flight(request, got));
  EXPECT_FALSE(is_in_flight(asked(), got)) << "it has no such key";
  EXPECT_NE(std::string(failure_of(request, got).what()).find("is still at work"), std::string::npos);
  got.status = 429;
  EXPECT_FALSE(is_in_flight(request, got));
}

TEST(Failure, AHostThatIsNotTheApisIsNamedAndHadNoKeyToRefuse) {
  error const failure =
      failure_elsewhere(asked(false), replied(401), net::origin{true, "store.example.com", 443});
  EXPECT_EQ(failure.code(), errc::unauthorized);
  EXPECT_STREQ(failure.what(),
               "GET /sessions/{id}: 401 from store.example.com, which was asked without the API key");
}

TEST(Failure, AnUnusableReplyTellsWhetherItIsJson) {
  struct row {
    model::bad_document::fault fault;
    errc code;
  };
  for (auto const each : {row{model::bad_document::fault::syntax, errc::bad_json},
                          row{model::bad_document::fault::shape, errc::bad_reply}}) {
    try {
      decoded(asked(), replied(200, "{"), [&](std::string_view body) -> int {
        EXPECT_EQ(body, "{");
        throw model::bad_document(each.fault, "no status");
      });
      ADD_FAILURE() << "it was used";
    } catch (error const& failure) {
      EXPECT_EQ(failure.code(), each.code);
      EXPECT_STREQ(failure.what(), "GET /sessions/{id}: 200: unusable reply: no status");
    }
  }
  EXPECT_EQ(decoded(asked(), replied(200, "abc"), [](std::string_view body) { return body.size(); }), 3u);
}

TEST(Failure, OneBelowHttpIsToldWithTheRequestThatMetIt) {
  error const failure = failure_of(asked(), error(errc::connect_failed, "no connection to example.com"));
  EXPECT_EQ(failure.code(), errc::connect_failed);
  EXPECT_EQ(failure.status(), 0);
  EXPECT_STREQ(failure.what(), "GET /sessions/{id}: no connection to example.com");
}

TEST(Failure, ALostReplyToWhatMayNotBeRepeatedSaysSo) {
  auto request = asked();
  request.method = "POST";
  error const failure = reply_lost(request, error(errc::connect_failed, "cut"));
  EXPECT_EQ(failure.code(), errc::reply_lost);
  EXPECT_TRUE(std::string(failure.what())
                  .starts_with("POST /sessions/{id}: the request was sent, but its reply was lost (cut)"));
}

TEST(Failure, ItsTextNeedsNothingOfWhatTheRequestSends) {
  auto request = asked();
  request.body = "large";
  http::request const name = named(request);
  EXPECT_EQ(name.method, "GET");
  EXPECT_EQ(name.route, "/sessions/{id}");
  EXPECT_TRUE(name.body.empty());
}

}  // namespace
}  // namespace hai::api
