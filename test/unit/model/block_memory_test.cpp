#include <hai/detail/block_memory.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <thread>
#include <utility>
#include <vector>

namespace hai::detail {
namespace {

struct block {
  unsigned char* bytes;
  std::size_t size;
  unsigned char mark;
};

block taken(std::size_t size, unsigned char mark) {
  auto* const bytes = static_cast<unsigned char*>(block_memory::take(size));
  std::memset(bytes, mark, size);
  return {bytes, size, mark};
}

bool is_whole(block const& which) {
  for (std::size_t i = 0; i < which.size; ++i)
    if (which.bytes[i] != which.mark) return false;
  return true;
}

TEST(BlockMemory, no_two_blocks_overlap_whatever_was_given_back_between) {
  std::vector<block> held;
  for (unsigned round = 0; round < 2000; ++round) {
    held.push_back(taken(1 + round * 37 % 1500, static_cast<unsigned char>(round)));
    if (round % 3 == 0) {
      std::swap(held[round % held.size()], held.back());
      EXPECT_TRUE(is_whole(held.back()));
      block_memory::give(held.back().bytes, held.back().size);
      held.pop_back();
    }
  }
  for (auto const& each : held) {
    EXPECT_TRUE(is_whole(each));
    block_memory::give(each.bytes, each.size);
  }
}

TEST(BlockMemory, a_block_may_be_given_back_by_another_thread_which_may_end) {
  std::vector<block> held;
  for (unsigned char i = 0; i < 100; ++i) held.push_back(taken(400, i));
  std::thread([&] {
    for (auto const& each : held) block_memory::give(each.bytes, each.size);
    held.assign(1, taken(400, 7));
  }).join();
  EXPECT_TRUE(is_whole(held.front()));
  block_memory::give(held.front().bytes, held.front().size);
}

TEST(BlockMemory, is_not_what_elements_of_a_larger_alignment_get) {
  struct alignas(64) wide {
    unsigned char bytes[64];
  };
  std::vector<wide, block_allocator<wide>> all;
  for (int i = 0; i < 20; ++i) {
    all.emplace_back();
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(all.data()) % alignof(wide), 0u);
  }
}

}  // namespace
}  // namespace hai::detail
