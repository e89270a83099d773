#include "http/base_url.hpp"

#include <gtest/gtest.h>

#include <hai/error.hpp>

#include "http/base64.hpp"
#include "http/percent.hpp"

namespace hai::http {
namespace {

net::origin https(std::string host, std::uint16_t port = 443) { return {true, std::move(host), port}; }

TEST(BaseUrl, GivesOriginAndPrefix) {
  struct row {
    std::string text;
    net::origin where;
    std::string prefix;
  };
  for (auto const& each : std::vector<row>{
           {"https://api.test", https("api.test"), ""},
           {"HTTPS://Api.Test/", https("api.test"), ""},
           {"https://api.test:8443/agents//", https("api.test", 8443), "/agents"},
           {"https://api.test/a/b%20c", https("api.test"), "/a/b%20c"},
           {"https://[2001:DB8::1]:444", https("2001:db8::1", 444), ""},
           {"https://10.1.2.3", https("10.1.2.3"), ""},
           {"http://localhost:8080/x", {false, "localhost", 8080}, "/x"},
           {"http://api.localhost", {false, "api.localhost", 80}, ""},
           {"http://127.8.9.10:1", {false, "127.8.9.10", 1}, ""},
           {"http://[::1]:9", {false, "::1", 9}, ""},
       }) {
    auto const got = parse_base_url(each.text);
    EXPECT_EQ(got.where, each.where) << each.text;
    EXPECT_EQ(got.prefix, each.prefix) << each.text;
  }
}

TEST(BaseUrl, RefusesWhatIsNotAPlainHttpsUrl) {
  for (std::string const text :
       {"", "api.test", "//api.test", "ftp://api.test", "https://", "https:///x", "https://user@api.test",
        "https://u:hunter2@api.test", "https://api.test?x=1", "https://api.test/#x", "https://api.test:0",
        "https://api.test:99999", "https://api.test:http", "https://a b.test", "https://%61pi.test",
        "http://api.test", "http://128.0.0.1", "http://localhost.example.com", "http://[::2]"}) {
    try {
      parse_base_url(text);
      ADD_FAILURE() << text << " was taken";
    } catch (error const& failure) {
      EXPECT_EQ(failure.code(), errc::invalid_argument) << text;
      EXPECT_EQ(std::string(failure.what()).find("hunter2"), std::string::npos);
    }
  }
}

TEST(BaseUrl, PutsThePrefixBeforeEachRoute) {
  query_text query;
  query.add("from_index", "3").add("a b", "x&y=z");
  EXPECT_EQ(parse_base_url("https://api.test/gate/").target("/api/v2/sessions", query.text()),
            "/gate/api/v2/sessions?from_index=3&a%20b=x%26y%3Dz");
}

TEST(PathSegment, CannotLeaveItsPlace) {
  EXPECT_EQ(path_segment("5e0c-42_a.b~", "an id"), "5e0c-42_a.b~");
  EXPECT_EQ(path_segment("../x?y#z%41 ü", "an id"), "..%2Fx%3Fy%23z%2541%20%C3%BC");
  for (std::string const id : {"", ".", ".."}) EXPECT_THROW(path_segment(id, "an id"), error) << id;
}

TEST(ProxyUrl, GivesHostPortAndCredentials) {
  auto const plain = parse_proxy_url("http://proxy.test:3128/");
  EXPECT_EQ(plain.host, "proxy.test");
  EXPECT_EQ(plain.port, 3128);
  EXPECT_EQ(plain.authorization, "");
  auto const bare = parse_proxy_url("proxy.test:3128");
  EXPECT_EQ(bare.host, "proxy.test");
  EXPECT_EQ(bare.port, 3128);
  EXPECT_EQ(parse_proxy_url("http://me:p%40ss@proxy.test").authorization, "Basic " + base64("me:p@ss"));
  for (std::string const text :
       {"https://proxy.test", "socks5://proxy.test", "http://proxy.test/x", "http://"})
    EXPECT_THROW(parse_proxy_url(text), error) << text;
}

TEST(NoProxy, MatchesHostsDomainsAndPorts) {
  struct row {
    std::string list;
    net::origin where;
    bool exempt;
  };
  for (auto const& each : std::vector<row>{
           {"", https("api.test"), false},
           {"*", https("api.test"), true},
           {"api.test", https("api.test"), true},
           {"API.Test", https("api.test"), true},
           {"test", https("api.test"), true},
           {".test", https("api.test"), true},
           {"*.test", https("api.test"), true},
           {".api.test", https("api.test"), true},
           {"est", https("api.test"), false},
           {"pi.test", https("api.test"), false},
           {"api.test:443", https("api.test"), true},
           {"api.test:8443", https("api.test"), false},
           {"a.b , other.test,api.test", https("api.test"), true},
           {",,", https("api.test"), false},
           {"::1", https("::1"), true},
           {"[::1]:444", https("::1", 444), true},
           {"[::1]:444", https("::1"), false},
           {"10.0.0.1", https("10.0.0.1"), true},
       })
    EXPECT_EQ(is_exempt(each.list, each.where), each.exempt) << each.list << " for " << each.where.host;
}

TEST(ProxyTo, IsForHttpsOnly) {
  EXPECT_TRUE(proxy_to(https("api.test"), "http://proxy.test:1", "other"));
  EXPECT_FALSE(proxy_to(https("api.test"), "http://proxy.test:1", "api.test"));
  EXPECT_FALSE(proxy_to(https("api.test"), "", ""));
  EXPECT_FALSE(proxy_to(net::origin{false, "localhost", 80}, "http://proxy.test:1", ""));
}

TEST(Base64, PadsAsTheStandardSays) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob\xff\xfe"), "Zm9vYv/+");
}

}  // namespace
}  // namespace hai::http
