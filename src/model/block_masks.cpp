#include "model/block_masks.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

// A bracket is told from other bytes by one comparison: '[' and ']' differ from '{' and '}' by the bit 0x20,
// and beyond '{' there are but '|', '}', '~' and DEL, for which the backslash and '^' and '_' count too.

namespace hai::model {
namespace {

void read_bytes(char const* bytes, block_masks& into) noexcept {
  into = {};
  for (int i = 0; i != block_masks::size; ++i) {
    char const c = bytes[i];
    into.quotes |= std::uint64_t{c == '"'} << i;
    into.backslashes |= std::uint64_t{c == '\\'} << i;
    into.brackets |= std::uint64_t{static_cast<signed char>(c | 0x20) >= '{'} << i;
    into.ks |= std::uint64_t{c == 'k'} << i;
  }
}

#if defined(__SSE2__)
std::uint64_t mask_of(__m128i hits) noexcept {
  return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(hits)));
}

void read_by_16(char const* bytes, block_masks& into) noexcept {
  __m128i const quote = _mm_set1_epi8('"');
  __m128i const backslash = _mm_set1_epi8('\\');
  __m128i const k = _mm_set1_epi8('k');
  __m128i const to_brace = _mm_set1_epi8(0x20);
  __m128i const below_brace = _mm_set1_epi8('{' - 1);
  into = {};
  for (int i = 0; i != block_masks::size; i += 16) {
    __m128i const part = _mm_loadu_si128(reinterpret_cast<__m128i const*>(bytes + i));
    into.quotes |= mask_of(_mm_cmpeq_epi8(part, quote)) << i;
    into.backslashes |= mask_of(_mm_cmpeq_epi8(part, backslash)) << i;
    into.brackets |= mask_of(_mm_cmpgt_epi8(_mm_or_si128(part, to_brace), below_brace)) << i;
    into.ks |= mask_of(_mm_cmpeq_epi8(part, k)) << i;
  }
}
#endif

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("avx2"))) std::uint64_t mask_of(__m256i low_hits, __m256i high_hits) noexcept {
  auto const low = static_cast<unsigned>(_mm256_movemask_epi8(low_hits));
  auto const high = static_cast<unsigned>(_mm256_movemask_epi8(high_hits));
  return std::uint64_t{low} | std::uint64_t{high} << 32;
}

__attribute__((target("avx2"))) void read_by_32(char const* bytes, block_masks& into) noexcept {
  auto const* const parts = reinterpret_cast<__m256i_u const*>(bytes);
  __m256i const low = _mm256_loadu_si256(parts);
  __m256i const high = _mm256_loadu_si256(parts + 1);
  __m256i const quote = _mm256_set1_epi8('"');
  __m256i const backslash = _mm256_set1_epi8('\\');
  __m256i const k = _mm256_set1_epi8('k');
  __m256i const to_brace = _mm256_set1_epi8(0x20);
  __m256i const below_brace = _mm256_set1_epi8('{' - 1);
  into.quotes = mask_of(_mm256_cmpeq_epi8(low, quote), _mm256_cmpeq_epi8(high, quote));
  into.backslashes = mask_of(_mm256_cmpeq_epi8(low, backslash), _mm256_cmpeq_epi8(high, backslash));
  into.brackets = mask_of(_mm256_cmpgt_epi8(_mm256_or_si256(low, to_brace), below_brace),
                          _mm256_cmpgt_epi8(_mm256_or_si256(high, to_brace), below_brace));
  into.ks = mask_of(_mm256_cmpeq_epi8(low, k), _mm256_cmpeq_epi8(high, k));
}
#endif

}  // namespace

std::atomic<block_masks::read> block_masks::reader{&block_masks::read_first};

void block_masks::read_first(char const* bytes, block_masks& into) noexcept {
  read best = by_bytes().reads;
  for (way const better : {by_16(), by_32()}) {
    if (better.is_open) best = better.reads;
  }
  reader.store(best, std::memory_order_relaxed);
  best(bytes, into);
}

block_masks::way block_masks::by_bytes() noexcept { return {&read_bytes, true}; }

block_masks::way block_masks::by_16() noexcept {
#if defined(__SSE2__)
  return {&read_by_16, true};
#else
  return {nullptr, false};
#endif
}

block_masks::way block_masks::by_32() noexcept {
#if defined(__x86_64__) && defined(__GNUC__)
  return {&read_by_32, __builtin_cpu_supports("avx2") != 0};
#else
  return {nullptr, false};
#endif
}

}  // namespace hai::model
