#include "http/wire_request.hpp"

#include <gtest/gtest.h>

#include <hai/error.hpp>

namespace hai::http {
namespace {

net::origin const api{true, "api.test", 443};

request get() {
  request what;
  what.target = "/api/v2/sessions?a=b";
  return what;
}

std::string refusal(request const& what) {
  try {
    wire_text(what, api);
  } catch (error const& failure) {
    EXPECT_EQ(failure.code(), errc::invalid_argument);
    return failure.what();
  }
  return "";
}

TEST(WireText, IsOneHeadWithTheHostFirst) {
  auto what = get();
  what.headers.emplace_back("Accept", "application/json");
  EXPECT_EQ(wire_text(what, api),
            "GET /api/v2/sessions?a=b HTTP/1.1\r\nHost: api.test\r\nAccept: application/json\r\n\r\n");
}

TEST(WireText, WritesLinesThatWereMadeBeforehandAsTheyAre) {
  auto what = get();
  what.usual_lines =
      std::make_shared<std::string const>(header_lines({{"User-Agent", "a/1"}, {"Accept", "text/plain"}}));
  what.headers.emplace_back("Authorization", "Bearer k");
  EXPECT_EQ(wire_text(what, api),
            "GET /api/v2/sessions?a=b HTTP/1.1\r\nHost: api.test\r\nUser-Agent: a/1\r\nAccept: "
            "text/plain\r\nAuthorization: Bearer k\r\n\r\n");
}

TEST(WireText, MakesNoLinesOfHeadersThatItWouldRefuse) {
  EXPECT_THROW(header_lines({{"X-Note", "a\r\nb"}}), error);
  EXPECT_THROW(header_lines({{"X Note", "a"}}), error);
  EXPECT_THROW(header_lines({{"content-length", "1"}}), error);
}

TEST(WireText, NamesThePortThatIsNotTheDefault) {
  EXPECT_NE(wire_text(get(), net::origin{true, "api.test", 8443}).find("Host: api.test:8443\r\n"),
            std::string::npos);
}

TEST(WireText, AnnouncesTheLengthOfABody) {
  auto what = get();
  what.method = "POST";
  what.body = "{\"a\":1}";
  what.content_type = "application/json";
  auto const text = wire_text(what, api);
  EXPECT_NE(text.find("Content-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}"),
            std::string::npos);
  what.body.clear();
  EXPECT_NE(wire_text(what, api).find("Content-Length: 0\r\n"), std::string::npos);
}

TEST(WireText, RefusesAHeaderThatWouldBreakOut) {
  for (std::string const& value :
       std::vector<std::string>{"a\r\nX: y", "a\nb", "a\rb", {"a\0b", 3}, "a\x7f"}) {
    auto what = get();
    what.headers.emplace_back("X-Note", "secret" + value);
    auto const text = refusal(what);
    EXPECT_NE(text.find("X-Note"), std::string::npos);
    EXPECT_EQ(text.find("secret"), std::string::npos);
  }
  for (std::string const name : {"", "X Note", "X:Note", "X\r\nNote", "Nöte"}) {
    auto what = get();
    what.headers.emplace_back(name, "v");
    EXPECT_NE(refusal(what), "") << name;
    EXPECT_EQ(refusal(what).find('\r'), std::string::npos);
  }
}

TEST(WireText, NeverTellsAKey) {
  auto what = get();
  what.headers.emplace_back("Authorization", "Bearer hk-topsecret\n");
  EXPECT_NE(refusal(what), "");
  EXPECT_EQ(refusal(what).find("topsecret"), std::string::npos);
}

TEST(WireText, RefusesHeadersOfFraming) {
  for (std::string const name : {"host", "Content-length", "TRANSFER-ENCODING", "connection"}) {
    auto what = get();
    what.headers.emplace_back(name, "v");
    EXPECT_NE(refusal(what), "") << name;
  }
}

TEST(WireText, RefusesATargetThatIsNotEncoded) {
  for (std::string const target : {"", "api", "/a b", "/a\r\nX: y", "/ä", "http://other/"}) {
    auto what = get();
    what.target = target;
    EXPECT_NE(refusal(what), "") << target;
  }
}

TEST(CheckUserHeader, KeepsTheKeyAndTheHostInTheLibrarysHands) {
  EXPECT_NO_THROW(check_user_header("X-Team", "a b\tc"));
  EXPECT_THROW(check_user_header("authorization", "x"), error);
  EXPECT_THROW(check_user_header("HOST", "x"), error);
}

}  // namespace
}  // namespace hai::http
