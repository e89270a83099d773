#include "session/page_in_hand.hpp"

#include <algorithm>

#include "model/event_access.hpp"
#include "model/event_block.hpp"
#include "model/replies.hpp"

namespace hai::detail {
namespace {

// What a slow consumer has not asked for yet is not held twice.
constexpr std::size_t most_bytes = 256 * 1024;

// An event that keeps its page's memory keeps no more beside its text than this part of that.
constexpr std::size_t text_to_rest = 16;

}  // namespace

page_in_hand::page_in_hand(http::body_text text) : text_(std::move(text)) {
  model::read_page(text_, "new_events", slices_);
  state_ = model::read_state(slices_);
}

std::uint64_t page_in_hand::begin_at(std::uint64_t cursor) {
  std::uint64_t const first = model::read_first_index(slices_, cursor);
  at_ = cursor > first ? std::min<std::uint64_t>(cursor - first, slices_.events.size()) : 0;
  index_ = first + at_;
  return first;
}

event page_in_hand::event_at(std::size_t place) {
  if (whole_) return *whole_;
  auto const index = index_ + (place - at_);
  auto const& slices = slices_.events[place];
  if (slices_.events.size() == 1 &&
      (text_.capacity() - slices.text.size()) * text_to_rest <= slices.text.size()) {
    static_assert(sizeof(event_block) <= http::body_text::lead);
    auto const memory = text_.block();
    whole_ = event_access::make_in(memory.data(), memory.size(), index, slices);
  }
  if (!whole_) return event_access::make(index, slices);
  text_.let_go();
  return *whole_;
}

page_in_hand::batch page_in_hand::next_batch(bool with_texts) {
  batch made;
  std::size_t bytes = 0;
  for (std::size_t i = at_; i < slices_.events.size() && made.events.size() < made.events.capacity(); ++i) {
    auto const& each = slices_.events[i];
    if (!made.events.empty() && bytes + each.text.size() > most_bytes) break;
    bytes += each.text.size();
    event const& fresh = made.events.emplace_back(event_at(i));
    turn_event seen = read_turn_event(fresh, with_texts);
    if (seen.fact != turn_fact::none) made.facts.emplace_back(made.events.size() - 1, std::move(seen));
  }
  return made;
}

}  // namespace hai::detail
