#include "http/witness.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace hai::http {
namespace {

TEST(Witness, WhatAnObserverThrowsIsItsOwnAffair) {
  witness const watching(std::make_shared<observer>());
  int told = 0;
  watching.tell([&](observer&) {
    ++told;
    throw std::runtime_error("no");
  });
  EXPECT_EQ(told, 1);
}

TEST(Witness, NobodyIsToldNothing) {
  witness const nobody;
  EXPECT_FALSE(nobody);
  nobody.tell([](observer&) { ADD_FAILURE(); });
}

}  // namespace
}  // namespace hai::http
