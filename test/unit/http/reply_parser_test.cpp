#include "http/reply_parser.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <functional>

#include <hai/error.hpp>

namespace hai::http {
namespace {

constexpr std::size_t max_head = 4096;
constexpr std::size_t max_body = 100'000;

std::string gzipped(std::string const& plain) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string coded(deflateBound(&stream, plain.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(coded.data());
  stream.avail_out = static_cast<uInt>(coded.size());
  deflate(&stream, Z_FINISH);
  coded.resize(coded.size() - stream.avail_out);
  deflateEnd(&stream);
  return coded;
}

std::string with_length(std::string const& body, std::string const& headers = "") {
  return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

std::string chunked(std::string const& body, std::size_t size, std::string const& headers = "") {
  std::string text = "HTTP/1.1 200 OK\r\n" + headers + "Transfer-Encoding: chunked\r\n\r\n";
  for (std::size_t at = 0; at < body.size(); at += size) {
    auto const piece = body.substr(at, size);
    char length[20];
    std::snprintf(length, sizeof length, "%zx;note=\"a\"\r\n", piece.size());
    text += length + piece + "\r\n";
  }
  return text + "0\r\nX-Checksum: 1\r\nX-Request-Id: odd\r\n\r\n";
}

void put(reply_parser& parser, std::string_view text) { parser.put(std::span(text.data(), text.size())); }

reply parse(std::string const& text, std::size_t step = std::string::npos) {
  reply_parser parser(max_head, max_body);
  for (std::size_t at = 0; at < text.size() && !parser.is_done(); at += std::min(step, text.size()))
    put(parser, std::string_view(text).substr(at, step));
  if (!parser.is_done()) parser.end();
  return std::move(*parser.take());
}

error refusal(std::function<void()> const& attempt) {
  try {
    attempt();
  } catch (error const& failure) {
    return failure;
  }
  return error(boost::system::error_code(), "nothing was refused");
}

errc code_of(error const& failure) { return static_cast<errc>(failure.code().value()); }

/// Without reason, and without the space before it.
std::string bare(std::string text) { return text.erase(text.find(" OK\r\n"), 3); }

struct framing {
  std::string name;
  std::string text;
  std::string body;
  bool ends_with_stream = false;
};

std::vector<framing> framings() {
  std::string const body = R"({"new_events":[{"type":"message_event"}],"status":"running"})";
  return {
      {"length", with_length(body, "Content-Type: application/json\r\n"), body},
      {"chunked", chunked(body, 7), body},
      {"close", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body, body, true},
      {"no_content", "HTTP/1.1 204 No Content\r\nETag: 4\r\n\r\n", ""},
      {"interim",
       "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + with_length(body), body},
      {"no_reason", bare(with_length(body)), body},
      {"no_reason_interim", "HTTP/1.1 100\r\n\r\nHTTP/1.1 103\r\nLink: x\r\n\r\n" + bare(with_length(body)),
       body},
      {"gzip", with_length(gzipped(body), "Content-Encoding: gzip\r\n"), body},
      {"gzip_chunked", chunked(gzipped(body), 11, "Content-Encoding: gzip\r\n"), body},
  };
}

TEST(ReplyParser, ReadsEveryFramingWholeOrByteByByte) {
  for (auto const& each : framings())
    for (std::size_t const step : {std::string::npos, std::size_t(1), std::size_t(2), std::size_t(17)}) {
      auto const got = parse(each.text, step);
      EXPECT_EQ(got.body, each.body) << each.name << " in steps of " << step;
      EXPECT_EQ(got.status, each.name == "no_content" ? 204 : 200) << each.name;
    }
}

TEST(ReplyParser, FindsEveryCut) {
  for (auto const& each : framings()) {
    auto const body_at = each.text.rfind("\r\n\r\n") + 4;
    for (std::size_t length = 1; length < each.text.size(); ++length) {
      if (each.ends_with_stream && length >= body_at) continue;
      reply_parser parser(max_head, max_body);
      put(parser, std::string_view(each.text).substr(0, length));
      ASSERT_FALSE(parser.is_done()) << each.name << " " << length;
      auto const failure = refusal([&] { parser.end(); });
      EXPECT_EQ(code_of(failure), errc::bad_reply) << each.name << " " << length;
      EXPECT_EQ(std::string(failure.what()), "reply cut short after " + std::to_string(length) + " bytes");
    }
  }
}

TEST(ReplyParser, MendsNothingButTheStatusLine) {
  auto const got = parse("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\nHTTP/1.1 200\r\n\r\n");
  EXPECT_EQ(got.body, "HTTP/1.1 200\r\n\r\n");
  for (auto const* odd :
       {"HTTP/1.1 20\r\n\r\n", "HTTP/2.0 200\r\n\r\n", "HTTP/1.1  200\r\n\r\n", "HTTP/1.1 2000\r\n\r\n"})
    EXPECT_EQ(code_of(refusal([&] { parse(odd); })), errc::bad_reply) << odd;
}

TEST(ReplyParser, KeepsWhatSomebodyLooksAt) {
  auto const got = parse(
      "HTTP/1.1 429 Too Many Requests\r\nRETRY-AFTER: 7\r\nLocation: /x\r\n"
      "x-request-id: r-1\r\nX-RateLimit-Reset: 1700000000\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_EQ(got.status, 429);
  EXPECT_EQ(got.retry_after, "7");
  EXPECT_EQ(got.location, "/x");
  EXPECT_EQ(got.request_id, "r-1");
  EXPECT_EQ(got.rate_limit_reset, "1700000000");
}

TEST(ReplyParser, TrailersChangeNothing) {
  EXPECT_EQ(parse(chunked("abc", 2, "X-Request-Id: r-1\r\n")).request_id, "r-1");
}

TEST(ReplyParser, TellsWhetherTheConnectionMayBeUsedAgain) {
  struct row {
    std::string text;
    bool stays;
  };
  for (auto const& each : std::vector<row>{
           {with_length("x"), true},
           {with_length("x", "Connection: close\r\n"), false},
           {"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false},
           {"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", true},
           {"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", true},
           {with_length("x") + "y", false},
           {"HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", false},
       }) {
    reply_parser parser(max_head, max_body);
    put(parser, each.text);
    ASSERT_TRUE(parser.is_done()) << each.text;
    EXPECT_EQ(parser.keeps_alive(), each.stays) << each.text;
  }
  reply_parser later(max_head, max_body);
  put(later, with_length("x"));
  put(later, "y");
  EXPECT_FALSE(later.keeps_alive());
}

TEST(ReplyParser, RefusesWhatIsNotHttp) {
  for (std::string const text : {
           "SSH-2.0-OpenSSH_9\r\n\r\n",
           "HTTP/2.0 200 OK\r\n\r\n",
           "HTTP/1.1 20 OK\r\n\r\n",
           "HTTP/1.1 000 No\r\n\r\n",
           "HTTP/1.1 700 No\r\n\r\n",
           "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
           "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
           "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
           "HTTP/1.1 200 OK\r\nA: b\x01\r\n\r\n",
           "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
           "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n0\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx",
           "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: "
           "1\r\n\r\nx",
           "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
       }) {
    EXPECT_EQ(code_of(refusal([&] { parse(text); })), errc::bad_reply) << text;
    EXPECT_EQ(code_of(refusal([&] { parse(text, 1); })), errc::bad_reply) << text << " (byte by byte)";
  }
}

TEST(ReplyParser, BoundsTheHead) {
  std::string const endless = "HTTP/1.1 200 OK\r\n" + std::string(2 * max_head, 'A');
  EXPECT_EQ(code_of(refusal([&] { parse(endless); })), errc::bad_reply);
  EXPECT_EQ(code_of(refusal([&] { parse(endless, 100); })), errc::bad_reply);

  std::string many = "HTTP/1.1 200 OK\r\n";
  while (many.size() < 2 * max_head) many += "A: b\r\n";
  std::string const reason = refusal([&] { parse(many, 100); }).what();
  EXPECT_EQ(reason, "a head over the limit of 4096 bytes");
}

TEST(ReplyParser, BoundsInterimReplies) {
  std::string endless;
  while (endless.size() < 2 * max_head) endless += "HTTP/1.1 102 Processing\r\n\r\n";
  EXPECT_EQ(code_of(refusal([&] { parse(endless); })), errc::bad_reply);
  EXPECT_EQ(code_of(refusal([&] { parse(endless, 10); })), errc::bad_reply);
}

TEST(ReplyParser, BoundsAChunkHeader) {
  std::string const endless =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=" + std::string(2 * max_head, 'y');
  EXPECT_EQ(code_of(refusal([&] { parse(endless, 100); })), errc::bad_reply);
}

TEST(ReplyParser, BoundsTheBodyInEveryFraming) {
  std::string const fits(max_body, 'x');
  std::string const over(max_body + 1, 'x');
  EXPECT_EQ(parse(with_length(fits)).body.size(), max_body);
  EXPECT_EQ(parse(chunked(fits, 1000)).body.size(), max_body);
  EXPECT_EQ(parse("HTTP/1.1 200 OK\r\n\r\n" + fits, 1000).body.size(), max_body);
  EXPECT_EQ(parse(with_length(gzipped(fits), "Content-Encoding: gzip\r\n")).body.size(), max_body);

  EXPECT_EQ(code_of(refusal([&] { parse(with_length(over).substr(0, 60)); })), errc::body_too_large);
  EXPECT_EQ(code_of(refusal([&] { parse(chunked(over, 1000)); })), errc::body_too_large);
  EXPECT_EQ(code_of(refusal([&] { parse("HTTP/1.1 200 OK\r\n\r\n" + over, 1000); })), errc::body_too_large);
}

TEST(ReplyParser, BoundsWhatACompressedBodyExpandsTo) {
  std::string const bomb = gzipped(std::string(50'000'000, '\0'));
  ASSERT_LT(bomb.size(), max_body);
  auto const text = with_length(bomb, "Content-Encoding: gzip\r\n");
  EXPECT_EQ(code_of(refusal([&] { parse(text); })), errc::body_too_large);
  EXPECT_EQ(code_of(refusal([&] { parse(text, 10); })), errc::body_too_large);
}

TEST(ReplyParser, FindsAGzipBodyThatEndsTooEarlyOrTooLate) {
  auto const coded = gzipped("hello, hello, hello");
  std::string const header = "Content-Encoding: gzip\r\n";
  auto const short_of_end = coded.substr(0, coded.size() - 4);
  EXPECT_EQ(code_of(refusal([&] { parse(with_length(short_of_end, header)); })), errc::bad_reply);
  EXPECT_EQ(code_of(refusal([&] { parse(with_length(coded + "junk", header)); })), errc::bad_reply);
  EXPECT_EQ(parse(with_length(coded + gzipped("!"), header)).body, "hello, hello, hello!");
  EXPECT_EQ(parse(with_length("", header)).body, "");
}

/// Reads as an exchange does: into the parser's own room where it has some.
reply parse_in_place(std::string const& text, std::size_t first, std::size_t step, std::size_t& placed) {
  reply_parser parser(max_head, max_body);
  put(parser, std::string_view(text).substr(0, first));
  for (std::size_t at = first; at < text.size();) {
    auto const piece = std::string_view(text).substr(at, step);
    auto const room = parser.room();
    auto const count = room.empty() ? piece.size() : std::min(piece.size(), room.size());
    if (room.empty()) {
      put(parser, piece);
    } else {
      std::copy_n(piece.begin(), count, room.begin());
      parser.put(room.first(count));
      placed += count;
    }
    at += count;
  }
  if (!parser.is_done()) parser.end();
  EXPECT_TRUE(parser.room().empty());
  return std::move(*parser.take());
}

TEST(ReplyParser, ABodyOfKnownLengthIsTakenWhereItWasReadTo) {
  std::string body;
  for (int i = 0; body.size() < 90'000; ++i) body += std::to_string(i) + ",";
  auto const text = with_length(body);
  auto const head = text.size() - body.size();
  for (std::size_t const first : {head - 1, head, head + 1, head + 2000})
    for (std::size_t const step : {std::size_t(1000), std::size_t(16'384), std::size_t(100'000)}) {
      std::size_t placed = 0;
      EXPECT_EQ(parse_in_place(text, first, step, placed).body, body) << first << " then " << step;
      if (first > head) {
        EXPECT_EQ(placed, text.size() - first) << first << " then " << step;
      }
    }
}

TEST(ReplyParser, HasNoRoomForABodyThatIsNotTakenAsItComes) {
  std::string const body(3000, 'x');
  std::size_t placed = 0;
  EXPECT_EQ(parse_in_place(chunked(body, 1000), 100, 500, placed).body, body);
  EXPECT_EQ(parse_in_place(with_length(gzipped(body), "Content-Encoding: gzip\r\n"), 70, 10, placed).body,
            body);
  EXPECT_EQ(parse_in_place("HTTP/1.1 200 OK\r\n\r\n" + body, 100, 500, placed).body, body);
  EXPECT_EQ(placed, 0U);
}

TEST(ReplyParser, AnEmptyChunkedBodyIsReadHoweverItIsCut) {
  std::string const text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  for (std::size_t step = 1; step <= text.size(); ++step) {
    auto const got = parse(text, step);
    EXPECT_EQ(got.status, 200) << step;
    EXPECT_EQ(got.body.text(), "") << step;
  }
}

TEST(ReplyParser, AnEmptyChunkedBodyThatIsCutShortIsABadReply) {
  for (char const* const end : {"", "0", "0\r", "0\r\n", "0\r\n\r", "0\r\n{\r\n{}\rTP\n"})
    EXPECT_EQ(refusal([&] {
                parse(std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") + end, 1);
              }).code(),
              errc::bad_reply)
        << end;
}

}  // namespace
}  // namespace hai::http
