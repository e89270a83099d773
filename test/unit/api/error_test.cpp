#include <gtest/gtest.h>

#include <boost/asio/error.hpp>
#include <hai/error.hpp>
#include <set>
#include <stdexcept>

namespace hai {
namespace {

TEST(Error, EveryCodeHasWordsOfItsOwn) {
  std::set<std::string> words;
  for (int value = 1; value <= static_cast<int>(errc::answer_mismatch); ++value)
    words.insert(error_category().message(value));
  EXPECT_EQ(words.size(), static_cast<std::size_t>(errc::answer_mismatch));
  EXPECT_FALSE(words.contains("unknown error"));
  EXPECT_EQ(error_category().message(0), "unknown error");
  EXPECT_EQ(make_error_code(errc::closed).what(), "closed [hai:19]");
}

TEST(Error, IsTransientWhereAnotherAttemptMayHeal) {
  std::set<errc> const heal{errc::rate_limited,   errc::server_error, errc::bad_reply,      errc::bad_json,
                            errc::body_too_large, errc::reply_lost,   errc::connect_failed, errc::timed_out};
  for (int value = 1; value <= static_cast<int>(errc::answer_mismatch); ++value)
    EXPECT_EQ(is_transient(static_cast<errc>(value)), heal.contains(static_cast<errc>(value))) << value;
  EXPECT_TRUE(is_transient(boost::asio::error::connection_reset));
  EXPECT_FALSE(is_transient(boost::asio::error::operation_aborted));
  EXPECT_FALSE(is_transient({}));
}

TEST(ToError, KeepsWhatItKnowsOfAFailure) {
  auto const of = [](auto const& thrown) { return to_error(std::make_exception_ptr(thrown)); };
  error::reply_facts facts;
  facts.status = 404;
  EXPECT_EQ(of(error(errc::not_found, "gone", facts)).status(), 404);
  EXPECT_EQ(of(boost::system::system_error(boost::asio::error::connection_reset)).code(),
            boost::asio::error::connection_reset);
  error const other = of(std::runtime_error("odd"));
  EXPECT_EQ(other.code(), errc::bad_reply);
  EXPECT_STREQ(other.what(), "odd");
  EXPECT_EQ(of(7).code(), errc::bad_reply);
  EXPECT_FALSE(to_error(nullptr).code());
}

}  // namespace
}  // namespace hai
