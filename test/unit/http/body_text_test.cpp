#include "http/body_text.hpp"

#include <gtest/gtest.h>

#include "http/reply_parser.hpp"

namespace hai::http {
namespace {

TEST(BodyText, HoldsWhatIsAppendedAndWhatIsWrittenToItsRoom) {
  body_text body;
  EXPECT_TRUE(body.empty());
  EXPECT_TRUE(body.room(1).empty());
  body.append("");
  body.append("one");
  body.reserve(100);
  auto const room = body.room(5);
  ASSERT_EQ(room.size(), 5u);
  std::copy_n(",two!", 5, room.begin());
  body.append(std::string_view(room.data(), 4));
  EXPECT_EQ(body.text(), "one,two");
  EXPECT_EQ(std::string_view(body), body.view());
  EXPECT_FALSE(body.empty());
}

TEST(BodyText, IsMovedAsAWhole) {
  body_text from;
  from.append("text");
  body_text to(std::move(from));
  from = std::move(to);
  EXPECT_EQ(from, "text");
}

TEST(ReplyParser, MakesRoomAsItComesForABodyTooLongToReserve) {
  std::string const body(3 << 20, 'x');
  std::string const head = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  reply_parser parser(4096, body.size());
  parser.put(head);
  parser.put(std::string_view(body).substr(0, 1));
  for (std::size_t at = 1; at < body.size();) {
    auto const room = parser.room();
    ASSERT_FALSE(room.empty()) << at;
    std::fill(room.begin(), room.end(), 'x');
    parser.put(room);
    at += room.size();
  }
  ASSERT_TRUE(parser.is_done());
  EXPECT_EQ(parser.take()->body, body);
}

}  // namespace
}  // namespace hai::http
