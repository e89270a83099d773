#pragma once

#include <boost/container/static_vector.hpp>
#include <cstddef>
#include <cstdint>
#include <hai/event.hpp>
#include <hai/session_state.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "http/body_text.hpp"
#include "model/envelope.hpp"
#include "session/turn.hpp"

namespace hai::detail {

/// A page of events on its way to the buffer: those that have found no room stay as they came, and are made
/// into events when it is their turn.
class page_in_hand {
 public:
  /// Throws model::bad_document for a text that is no page.
  explicit page_in_hand(http::body_text text);
  page_in_hand(page_in_hand&&) noexcept = default;

  model::envelope const& slices() const noexcept { return slices_; }
  session_state const& state() const noexcept { return state_; }

  /// Where its first event stands in the session, when it was asked for from `cursor` on; the events before
  /// `cursor` are passed over.
  std::uint64_t begin_at(std::uint64_t cursor);
  std::size_t events_left() const noexcept { return slices_.events.size() - at_; }

  /// Some of the events that come next, and what they tell about the turn: of those that tell anything, with
  /// their place in the batch.
  struct batch {
    boost::container::static_vector<event, 64> events;
    std::vector<std::pair<std::size_t, turn_event>> facts;
  };
  batch next_batch(bool with_texts);
  void pass(std::size_t events) noexcept {
    at_ += events;
    index_ += events;
  }

  boost::json::value answer;       ///< where `shows_answer`
  bool shows_answer = false;       ///< one that is not that of the last page
  std::uint64_t first_cursor = 0;  ///< of the stream, before its first event was taken

 private:
  /// One that is nearly all of its page takes the page's memory over: it is not copied.
  event event_at(std::size_t place);

  http::body_text text_;
  model::envelope slices_;
  session_state state_;
  std::size_t at_ = 0;
  std::uint64_t index_ = 0;     ///< of the event that comes next
  std::optional<event> whole_;  ///< the one that has the memory of the text, and with it that of the slices
};

}  // namespace hai::detail
