#include "model/event_block.hpp"

#include <cstring>
#include <memory>
#include <new>

#include <hai/detail/block_memory.hpp>

#include "model/json_text.hpp"

namespace hai::detail {
namespace {

/// What stands between a string token's quotes; empty for any other token.
std::string_view inside(std::string_view token) noexcept {
  if (token.size() < 2 || token.front() != '"') return {};
  return token.substr(1, token.size() - 2);
}

/// A name's characters: those of the page, or decoded ones where the page writes it with escapes.
class name_text {
 public:
  explicit name_text(std::string_view token) : text_(inside(token)) {
    if (text_.find('\\') == std::string_view::npos) return;
    decoded_ = model::decode_string(token).value_or(std::string());
    text_ = decoded_;
    is_decoded_ = true;
  }
  name_text(name_text const&) = delete;
  name_text& operator=(name_text const&) = delete;

  std::string_view text() const noexcept { return text_; }
  bool is_decoded() const noexcept { return is_decoded_; }
  std::size_t extra_size() const noexcept { return decoded_.size(); }

 private:
  std::string_view text_;
  std::string decoded_;
  bool is_decoded_ = false;
};

}  // namespace

struct event_block::names {
  name_text type;
  name_text kind;

  explicit names(model::event_slices const& slices)
      : type(slices.type), kind(type.text() == "AgentEvent" ? slices.kind : std::string_view()) {}
};

event_block* event_block::create(std::uint64_t index, model::event_slices const& slices) {
  names const decoded(slices);
  std::size_t const characters = slices.text.size() + decoded.type.extra_size() + decoded.kind.extra_size();
  std::size_t const size = sizeof(event_block) + characters;
  void* const memory = block_memory::take(size);
  std::memcpy(static_cast<char*>(memory) + sizeof(event_block), slices.text.data(), slices.text.size());
  return ::new (memory) event_block(index, slices, decoded, std::to_address(slices.text.begin()), size);
}

event_block* event_block::create_in(void* memory, std::size_t size, std::uint64_t index,
                                    model::event_slices const& slices) {
  names const decoded(slices);
  if (decoded.type.is_decoded() || decoded.kind.is_decoded()) return nullptr;
  char const* const origin = static_cast<char const*>(memory) + sizeof(event_block);
  return ::new (memory) event_block(index, slices, decoded, origin, size);
}

event_block::event_block(std::uint64_t index, model::event_slices const& slices, names const& decoded,
                         char const* origin, std::size_t size) noexcept
    : index_(index), size_(size) {
  auto const within = [origin](std::string_view part) {
    return part.empty() ? span{} : span{static_cast<std::size_t>(part.data() - origin), part.size()};
  };
  raw_ = within(slices.text);
  std::size_t filled = raw_.offset + raw_.size;
  auto const append = [this, &filled](std::string_view text) {
    span const place{filled, text.size()};
    std::memcpy(characters() + filled, text.data(), text.size());
    filled += text.size();
    return place;
  };
  type_ = decoded.type.is_decoded() ? append(decoded.type.text()) : within(decoded.type.text());
  kind_ = decoded.kind.is_decoded() ? append(decoded.kind.text()) : within(decoded.kind.text());
  timestamp_ = within(inside(slices.timestamp));
  data_text_ = within(slices.data);
}

event_block::~event_block() { delete data_.load(std::memory_order_acquire); }

void event_block::release() noexcept {
  if (references_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  std::size_t const size = size_;
  this->~event_block();
  block_memory::give(this, size);
}

event_block::decoded_data const& event_block::data() const {
  if (decoded_data const* const known = data_.load(std::memory_order_acquire)) return *known;
  auto parsed = std::make_unique<decoded_data>();
  if (data_text_.size == 0) {
    parsed->value.emplace(nullptr);
  } else {
    parsed->value = model::parse_json(view(data_text_), parsed->failure);
  }
  decoded_data const* winner = nullptr;
  bool const is_first = data_.compare_exchange_strong(winner, parsed.get(), std::memory_order_acq_rel);
  return is_first ? *parsed.release() : *winner;
}

}  // namespace hai::detail
