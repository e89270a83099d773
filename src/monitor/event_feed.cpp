#include "monitor/event_feed.hpp"

#include <utility>

#include "monitor/item_access.hpp"

namespace hai::detail {

using singles = cursor<std::optional<event>>;
using batches = cursor<std::vector<event>>;

event_feed::event_feed(std::weak_ptr<feed_listener> listener, api::caller who,
                       std::shared_ptr<std::string const> id, stream_options options,
                       std::shared_ptr<shared_room> room, std::optional<told_end> told)
    : feed(std::move(id)),
      listener_(std::move(listener)),
      who_(std::move(who)),
      options_(options),
      room_(std::move(room)),
      told_(std::move(told)) {}

void event_feed::begin() {
  {
    std::lock_guard lock(mutex_);
    if (closed_ || stream_ || failed_to_begin_) return;
    try {
      stream_ = stream_core::make(who_, name_of(*id(), who_.core->routes()), options_, room_);
      stream_->tell_page(page_);
      page_.reset();
    } catch (...) {
      failed_to_begin_ = std::current_exception();
    }
  }
  if (stream_) stream_->ensure_running();
  if (failed_to_begin_ || has_more()) wake();
}

void event_feed::close() {
  std::shared_ptr<stream_core> stream;
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
    stream = stream_;
  }
  if (stream) stream->close();
}

void event_feed::set_page(std::optional<std::string> const& page) {
  if (!page) return;
  std::lock_guard lock(mutex_);
  if (stream_)
    stream_->tell_page(page);
  else
    page_ = page;
}

void event_feed::wake() {
  if (auto const listener = listener_.lock()) listener->feed_ready(shared_from_this());
}

bool event_feed::has_more() {
  event_buffer& buffer = *stream_->buffer();
  buffer.give_up_claim();  // the last look's, where that found nothing
  return buffer.enter(nullptr, shared_from_this()) != entry::parked;
}

feed::drawn event_feed::draw(bool one, std::vector<monitor_item>& into) {
  if (failed_to_begin_) return draw_final(failed_to_begin_, into);
  event_buffer& buffer = *stream_->buffer();
  std::exception_ptr failure;
  std::vector<event> events;
  look seen;
  if (one) {
    std::optional<event> next;
    seen = static_cast<singles&>(buffer).take(next, failure, shared_from_this());
    if (next) events.push_back(std::move(*next));
  } else {
    seen = static_cast<batches&>(buffer).take(events, failure, shared_from_this());
  }
  if (seen == look::empty) return drawn::nothing;
  if (seen == look::failed || events.empty()) return draw_final(failure, into);
  for (auto& each : events) into.push_back(monitor_item_access::of_event(id(), std::move(each)));
  return drawn::some;
}

feed::drawn event_feed::draw_final(std::exception_ptr const& failure, std::vector<monitor_item>& into) {
  if (failure) {
    error why = to_error(failure);
    if (why.code() == errc::closed) return drawn::closed;
    into.push_back(monitor_item_access::of_failure(id(), std::move(why)));
    return drawn::over;
  }
  run_result const& result = stream_->buffer()->reported_result();
  if (!was_told(result)) into.push_back(monitor_item_access::of_end(id(), result));
  return drawn::over;
}

bool event_feed::was_told(run_result const& result) const {
  return told_ && told_->next_index == result.next_index && told_->state == result.state;
}

position event_feed::told() const {
  position at;
  at.next_index = stream_ ? stream_->buffer()->next_index() : options_.from_index();
  return at;
}

}  // namespace hai::detail
