#include "model/block_masks.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string_view>

namespace hai::model {
namespace {

using block = std::array<char, block_masks::size>;

/// Any byte, those of JSON's structure and what differs from them by one bit more often than others.
block some_bytes(std::mt19937& chance) {
  constexpr std::string_view telling = "\"\\{}[]k\x7f|~;CDKz \xdb\xfb";
  block made;
  for (char& each : made) {
    auto const any = static_cast<char>(chance() % 256);
    each = chance() % 2 ? telling[chance() % telling.size()] : any;
  }
  return made;
}

void expect_as_by_bytes(block_masks::way other) {
  if (!other.is_open) GTEST_SKIP() << "this processor, or this build, cannot go that way";
  std::mt19937 chance(5);
  for (int round = 0; round < 2000; ++round) {
    block const bytes = some_bytes(chance);
    block_masks expected;
    block_masks found;
    block_masks::by_bytes().reads(bytes.data(), expected);
    other.reads(bytes.data(), found);
    ASSERT_EQ(found.quotes, expected.quotes);
    ASSERT_EQ(found.backslashes, expected.backslashes);
    ASSERT_EQ(found.brackets, expected.brackets);
    ASSERT_EQ(found.ks, expected.ks);
    ASSERT_EQ(block_masks::has_quote(bytes.data()), expected.quotes != 0);
  }
}

TEST(BlockMasks, by_16_bytes_are_those_by_single_bytes) { expect_as_by_bytes(block_masks::by_16()); }

TEST(BlockMasks, by_32_bytes_are_those_by_single_bytes) { expect_as_by_bytes(block_masks::by_32()); }

TEST(BlockMasks, tell_structure_by_place) {
  block bytes;
  bytes.fill(' ');
  bytes[0] = '"';
  bytes[1] = 'k';
  bytes[31] = '{';
  bytes[32] = ']';
  bytes[63] = '\\';  // counts as a bracket too, which it is not outside strings
  auto const found = block_masks::of(bytes.data());
  EXPECT_EQ(found.quotes, 1u);
  EXPECT_EQ(found.ks, 2u);
  EXPECT_EQ(found.brackets & ~found.backslashes, std::uint64_t{3} << 31);
  EXPECT_EQ(found.backslashes, std::uint64_t{1} << 63);
}

}  // namespace
}  // namespace hai::model
