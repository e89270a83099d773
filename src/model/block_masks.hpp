#pragma once

#include <algorithm>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace hai::model {

/// Which of 64 bytes are of the kinds that give JSON its structure; bit i stands for byte i.
class block_masks {
 public:
  static constexpr int size = 64;

  explicit block_masks(char const* bytes) noexcept : bytes_(bytes) {
#if defined(__SSE2__)
    // Written out: at -O2 compilers keep such a loop.
    __m128i const quote = _mm_set1_epi8('"');
    __m128i const backslash = _mm_set1_epi8('\\');
    __m128i const a = load(0);
    __m128i const b = load(1);
    __m128i const c = load(2);
    __m128i const d = load(3);
    quotes_ = mask(_mm_cmpeq_epi8(a, quote), _mm_cmpeq_epi8(b, quote), _mm_cmpeq_epi8(c, quote),
                   _mm_cmpeq_epi8(d, quote));
    backslashes_ = mask(_mm_cmpeq_epi8(a, backslash), _mm_cmpeq_epi8(b, backslash),
                        _mm_cmpeq_epi8(c, backslash), _mm_cmpeq_epi8(d, backslash));
#else
    for (int i = 0; i != size; ++i) {
      quotes_ |= std::uint64_t{bytes[i] == '"'} << i;
      backslashes_ |= std::uint64_t{bytes[i] == '\\'} << i;
    }
#endif
  }

  /// The quick look: is there any quote among 64 bytes?
  static bool has_quote(char const* bytes) noexcept {
#if defined(__SSE2__)
    __m128i const quote = _mm_set1_epi8('"');
    __m128i const low =
        _mm_or_si128(_mm_cmpeq_epi8(load(bytes, 0), quote), _mm_cmpeq_epi8(load(bytes, 1), quote));
    __m128i const high =
        _mm_or_si128(_mm_cmpeq_epi8(load(bytes, 2), quote), _mm_cmpeq_epi8(load(bytes, 3), quote));
    return _mm_movemask_epi8(_mm_or_si128(low, high)) != 0;
#else
    return std::find(bytes, bytes + size, '"') != bytes + size;
#endif
  }

  std::uint64_t quotes() const noexcept { return quotes_; }
  std::uint64_t backslashes() const noexcept { return backslashes_; }

  /// The bytes that are `wanted`.
  std::uint64_t of(char wanted) const noexcept {
#if defined(__SSE2__)
    __m128i const sought = _mm_set1_epi8(wanted);
    return mask(_mm_cmpeq_epi8(load(0), sought), _mm_cmpeq_epi8(load(1), sought),
                _mm_cmpeq_epi8(load(2), sought), _mm_cmpeq_epi8(load(3), sought));
#else
    std::uint64_t found = 0;
    for (int i = 0; i != size; ++i) found |= std::uint64_t{bytes_[i] == wanted} << i;
    return found;
#endif
  }

  /// The four brackets, and a few characters that sound JSON has in strings only.
  std::uint64_t brackets() const noexcept {
#if defined(__SSE2__)
    return mask(braces(load(0)), braces(load(1)), braces(load(2)), braces(load(3)));
#else
    std::uint64_t found = 0;
    for (int i = 0; i != size; ++i) {
      char const c = bytes_[i];
      found |= std::uint64_t{c == '{' || c == '}' || c == '[' || c == ']'} << i;
    }
    return found;
#endif
  }

 private:
#if defined(__SSE2__)
  static __m128i load(char const* bytes, int part) noexcept {
    return _mm_loadu_si128(reinterpret_cast<__m128i const*>(bytes + 16 * part));
  }
  __m128i load(int part) const noexcept { return load(bytes_, part); }
  static __m128i braces(__m128i part) noexcept {
    __m128i const to_brace = _mm_set1_epi8(0x20);  // '[' and ']' differ from '{' and '}' by this bit
    return _mm_cmpgt_epi8(_mm_or_si128(part, to_brace), _mm_set1_epi8('{' - 1));
  }
  static std::uint64_t mask(__m128i hits) noexcept {
    return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(hits)));
  }
  static std::uint64_t mask(__m128i a, __m128i b, __m128i c, __m128i d) noexcept {
    return mask(a) | mask(b) << 16 | mask(c) << 32 | mask(d) << 48;
  }
#endif

  char const* bytes_;
  std::uint64_t quotes_ = 0;
  std::uint64_t backslashes_ = 0;
};

}  // namespace hai::model
