#include "observe/names.hpp"

#include <gtest/gtest.h>

#include <boost/asio/error.hpp>
#include <hai/error.hpp>
#include <set>
#include <string>

#include "observe/exposition.hpp"

namespace hai::observe {
namespace {

TEST(Names, EveryFailureHasOneWithoutSpaces) {
  std::set<std::string_view> names;
  for (int value = 1; value <= static_cast<int>(errc::answer_mismatch); ++value) {
    auto const name = failure_name(static_cast<errc>(value));
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << name;
    names.insert(name);
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(errc::answer_mismatch));
  EXPECT_EQ(failure_name(boost::asio::error::operation_aborted), "cancelled");
  EXPECT_EQ(failure_name(boost::asio::error::connection_reset), "error");
  EXPECT_EQ(failure_name({1000, error_category()}), "error");
}

TEST(Names, WhatBecameOfThingsIsTold) {
  using observed::close_reason;
  using observed::handshake;
  using observed::sweep_kind;
  using how = observed::stream_ended::how;
  EXPECT_EQ(name_of(close_reason::idle_expired), "idle_expired");
  EXPECT_EQ(name_of(close_reason::lifetime), "lifetime");
  EXPECT_EQ(name_of(close_reason::evicted), "evicted");
  EXPECT_EQ(name_of(close_reason::server_closed), "server_closed");
  EXPECT_EQ(name_of(close_reason::failed), "failed");
  EXPECT_EQ(name_of(close_reason::cancelled), "cancelled");
  EXPECT_EQ(name_of(close_reason::client_released), "client_released");
  EXPECT_EQ(name_of(handshake::full), "full");
  EXPECT_EQ(name_of(handshake::resumed), "resumed");
  EXPECT_EQ(name_of(handshake::none), "none");
  EXPECT_EQ(name_of(how::ended), "ended");
  EXPECT_EQ(name_of(how::failed), "failed");
  EXPECT_EQ(name_of(how::closed), "closed");
  EXPECT_EQ(name_of(sweep_kind::discovery), "discovery");
  EXPECT_EQ(name_of(sweep_kind::subagents), "subagents");
  EXPECT_EQ(name_of(sweep_kind::states), "states");
}

TEST(Exposition, NothingBreaksTheLineOfALabelOrAHelp) {
  exposition text;
  text.family("a", "gauge", "one\n\"two\" \\");
  text.sample({{"b", "x\n\"y\" \\"}}, std::uint64_t(1));
  EXPECT_EQ(text.take(), "# HELP a one\\n\"two\" \\\\\n# TYPE a gauge\na{b=\"x\\n\\\"y\\\" \\\\\"} 1\n");
}

}  // namespace
}  // namespace hai::observe
