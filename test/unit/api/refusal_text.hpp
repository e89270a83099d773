#pragma once

#include <gtest/gtest.h>

#include <hai/error.hpp>
#include <string>

namespace hai::test {

/// The text of the errc::invalid_argument that `act` throws.
template <class Act>
std::string refusal_of(Act act) {
  try {
    act();
  } catch (error const& failure) {
    EXPECT_EQ(failure.code(), errc::invalid_argument) << failure.what();
    return failure.what();
  }
  ADD_FAILURE() << "it was not refused";
  return {};
}

/// Whether the text begins with this field's name.
inline testing::AssertionResult names(std::string const& text, std::string const& field) {
  if (text.starts_with(field + ": ")) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "\"" << text << "\" does not begin with \"" << field << ": \"";
}

}  // namespace hai::test
