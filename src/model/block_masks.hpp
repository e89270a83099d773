#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace hai::model {

/// Which of 64 bytes are of the kinds that give JSON its structure; bit i stands for byte i.
struct block_masks {
  static constexpr int size = 64;

  std::uint64_t quotes;
  std::uint64_t backslashes;
  std::uint64_t brackets;  ///< the four, and a few characters that sound JSON has in strings only
  std::uint64_t ks;        ///< what the name of a kind begins with

  static block_masks of(char const* bytes) noexcept {
    block_masks found;
    reader.load(std::memory_order_relaxed)(bytes, found);
    return found;
  }

  /// The quick look: is there any quote among 64 bytes?
  static bool has_quote(char const* bytes) noexcept;

  using read = void (*)(char const* bytes, block_masks& into) noexcept;
  /// A way to read a block, and whether this processor can go it.
  struct way {
    read reads;
    bool is_open;
  };
  /// Byte by byte, and in larger and larger parts where the compiler knows such.
  static way by_bytes() noexcept;
  static way by_16() noexcept;
  static way by_32() noexcept;

 private:
  /// Finds the best way at the first call.
  static void read_first(char const* bytes, block_masks& into) noexcept;
  static std::atomic<read> reader;
};

inline bool block_masks::has_quote(char const* bytes) noexcept {
#if defined(__SSE2__)
  auto const load = [bytes](int part) {
    return _mm_loadu_si128(reinterpret_cast<__m128i const*>(bytes + 16 * part));
  };
  __m128i const quote = _mm_set1_epi8('"');
  __m128i const low = _mm_or_si128(_mm_cmpeq_epi8(load(0), quote), _mm_cmpeq_epi8(load(1), quote));
  __m128i const high = _mm_or_si128(_mm_cmpeq_epi8(load(2), quote), _mm_cmpeq_epi8(load(3), quote));
  return _mm_movemask_epi8(_mm_or_si128(low, high)) != 0;
#else
  return std::find(bytes, bytes + size, '"') != bytes + size;
#endif
}

}  // namespace hai::model
