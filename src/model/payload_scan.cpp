#include "model/payload_scan.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

#include "model/block_masks.hpp"
#include "model/bracket_stack.hpp"
#include "model/byte_scan.hpp"
#include "model/json_text.hpp"

namespace hai::model {
namespace {

/// Tells block after block which bytes lie in strings. Backslashes count outside strings too: only unsound
/// JSON has them there.
class string_tracker {
 public:
  /// Passes over a block without quotes that lies in a string; false, and nothing done, for any other one.
  bool skip_text(char const* bytes) noexcept {
    if (carry_ == 0 || escape_ != 0 || block_masks::has_quote(bytes)) return false;
    // A last backslash may be the end of a run of them: that takes the longer way.
    return bytes[block_masks::size - 1] != '\\';
  }

  struct result {
    std::uint64_t inside;    ///< from an opening quote up to before the closing one
    std::uint64_t openings;  ///< the opening quotes
  };

  result track(block_masks const& block) noexcept {
    std::uint64_t const quotes = block.quotes & ~escaped(block.backslashes);
    if (quotes == 0) return {carry_, 0};
    std::uint64_t inside = quotes;
    inside ^= inside << 1;
    inside ^= inside << 2;
    inside ^= inside << 4;
    inside ^= inside << 8;
    inside ^= inside << 16;
    inside ^= inside << 32;
    inside ^= carry_;
    carry_ = std::uint64_t{0} - (inside >> 63);
    return {inside, quotes & inside};
  }

 private:
  /// The bytes that follow an odd number of backslashes. Adding a run's first bit to the run carries to the
  /// bit behind it, which tells on what side of an even place the run ends.
  std::uint64_t escaped(std::uint64_t backslashes) noexcept {
    if (backslashes == 0) return std::exchange(escape_, 0);
    constexpr std::uint64_t even_places = 0x5555555555555555;
    backslashes &= ~escape_;
    std::uint64_t const behind = backslashes << 1 | escape_;
    std::uint64_t const odd_starts = backslashes & ~even_places & ~behind;
    std::uint64_t const carried = odd_starts + backslashes;
    escape_ = carried < backslashes ? 1 : 0;
    return (even_places ^ (carried << 1)) & behind;
  }

  std::uint64_t carry_ = 0;   // all ones while a string goes on
  std::uint64_t escape_ = 0;  // one while the next block's first byte is escaped
};

/// The token of the string at `text` as a member's value, if a member named kind starts at `name`; sets
/// `kind`.
void note_kind(char const* name, char const* end, std::string_view& kind) {
  // "kind" with each letter written as an escape has 26 characters.
  char const* const name_end = scan_string(name, end - name > 26 ? name + 26 : end);
  if (name_end == nullptr) return;
  char const* p = name_end;
  auto const skip_space = [&p, end] {
    while (p != end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) ++p;
  };
  skip_space();
  if (p == end || *p != ':') return;
  std::string_view const token(name, static_cast<std::size_t>(name_end - name));
  if (token != "\"kind\"" && decode_string(token) != "kind") return;
  ++p;
  skip_space();
  kind = {};
  if (p == end || *p != '"') return;
  if (char const* const after = scan_string(p, end)) kind = {p, static_cast<std::size_t>(after - p)};
}

/// The opening quotes that "kind" may follow, be it written with escapes; what follows the last byte of a
/// block is not known here.
std::uint64_t possible_kinds(block_masks const& block, std::uint64_t openings) noexcept {
  if (openings == 0) return 0;
  constexpr std::uint64_t last = std::uint64_t{1} << 63;
  return openings & ((block.ks | block.backslashes) >> 1 | last);
}

/// True for the first character of a name that can be "kind".
bool may_start_kind(char const* opening, char const* end) noexcept {
  return end - opening > 1 && (opening[1] == 'k' || opening[1] == '\\');
}

}  // namespace

char const* scan_string(char const* begin, char const* end) noexcept {
  char const* p = begin + 1;
  for (;;) {
    p = find_quote(p, end);
    if (p == end) return nullptr;
    if (*p == '"') return p + 1;
    if (end - p < 2) return nullptr;
    p += 2;
  }
}

char const* scan_payload(char const* begin, char const* end, std::string_view& kind) {
  kind = {};
  bool const named = *begin == '{';
  bracket_stack open;
  string_tracker strings;
  char last_bytes[block_masks::size];
  for (char const* base = begin; base < end; base += block_masks::size) {
    char const* bytes = base;
    if (end - base < block_masks::size) {
      std::fill(std::copy(base, end, last_bytes), last_bytes + block_masks::size, ' ');
      bytes = last_bytes;
    }
    if (strings.skip_text(bytes)) continue;
    block_masks const block = block_masks::of(bytes);
    string_tracker::result const found = strings.track(block);
    std::uint64_t const brackets = block.brackets & ~found.inside;
    if (brackets == 0 && open.depth() > 1) continue;
    std::uint64_t const names = named ? possible_kinds(block, found.openings) : 0;
    // Strings matter at the top level only: that is where the kind is.
    std::uint64_t steps = open.depth() <= 1 ? brackets | names : brackets;
    while (steps != 0) {
      int const at = std::countr_zero(steps);
      std::uint64_t const later = ~std::uint64_t{1} << at;
      steps &= later;
      switch (bytes[at]) {
        case '"':
          if (may_start_kind(base + at, end)) note_kind(base + at, end, kind);
          break;
        case '{':
        case '[':
          open.push(bytes[at]);
          steps = (open.depth() == 1 ? brackets | names : brackets) & later;
          break;
        case '}':
        case ']':
          if (!open.pop(bytes[at])) return nullptr;
          if (open.depth() == 0) return base + at + 1;
          if (open.depth() == 1) steps |= names & later;
          break;
        default:
          break;
      }
    }
  }
  return nullptr;
}

}  // namespace hai::model
