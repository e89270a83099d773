// What a message on its way holds back: the second half of follower.

#include <algorithm>
#include <utility>

#include "api/message_patience.hpp"
#include "session/follower.hpp"

namespace hai::detail {
void follower::on_message_going(std::uint64_t cursor, std::vector<std::string> texts) {
  if (message_ && message_->deadline != time_point::max()) earlier_message_ = message_;
  message_ =
      message_barrier{std::max(cursor, cursor_), time_point::max(), never, std::move(texts), is_caught_up_};
  end_announced_ = false;
  look_if_in_flight_ = look_again::no;
  withdraw_end();
  if (goal_ != goal::fail && goal_ != goal::open && goal_ != goal::look) goal_ = goal::follow;
}

void follower::on_message_sent(time_point sent) {
  earlier_message_.reset();
  if (!message_) return;  // it has shown already
  message_->deadline = sent + api::message_patience;
  message_->requests_before = requests_;
  if (turn_.saw_end() || turn_.has_answer()) turn_.begin_next();
  look_now();
}

void follower::on_message_not_sent() {
  message_ = std::exchange(earlier_message_, std::nullopt);
  if (goal_ == goal::follow) start_looking();  // an end may have been withdrawn for it
}

bool follower::message_barrier::is_lifted_by(std::uint64_t index, turn_event const& seen) {
  if (index < cursor) return false;
  if (is_past_over) return true;
  if (seen.fact == turn_fact::running) return !in_another_turn;
  in_another_turn = std::none_of(seen.texts.begin(), seen.texts.end(), [&](std::string const& text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
  });
  return !in_another_turn;
}

void follower::see_state(session_state const& state) {
  if (!state.is_in_flight()) return;
  for (auto* barrier : {&message_, &earlier_message_})
    if (*barrier && requests_ > (*barrier)->requests_before) barrier->reset();
}

}  // namespace hai::detail
