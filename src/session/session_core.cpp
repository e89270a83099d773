#include "session/session_core.hpp"

#include <hai/detail/aborted.hpp>
#include <utility>

namespace hai::detail {

session_core::session_core(api::caller who, std::string id, std::uint64_t from_index)
    : who_(std::move(who)),
      id_(std::move(id)),
      path_(who_.core->routes().session_path(id_)),
      from_index_(from_index) {}

session_core::~session_core() {
  if (cursor_) cursor_->close();
}

std::shared_ptr<event_buffer> session_core::cursor(until goal, std::chrono::seconds wait) {
  std::shared_ptr<stream_core> cursor;
  {
    std::lock_guard lock(mutex_);
    if (closed_) throw error(errc::closed, "next_event: the session handle is closed");
    if (!cursor_) {
      stream_options options;
      options.from_index(from_index_);
      cursor_ = make_stream(options);
    }
    cursor = cursor_;
  }
  cursor->go_on(goal, wait);
  return cursor->buffer();
}

std::shared_ptr<void> session_core::claim_run() {
  auto const cursor = begun();
  bool const has_consumer = cursor && cursor->buffer()->has_consumer();
  std::lock_guard lock(mutex_);
  if (has_run_ || has_consumer)
    throw error(
        errc::already_waiting,
        "wait_for_completion: somebody waits at this session's cursor already; use a stream() for another "
        "consumer");
  has_run_ = true;
  return std::shared_ptr<void>(this, [](session_core* core) {
    std::lock_guard unlocking(core->mutex_);
    core->has_run_ = false;
  });
}

void session_core::give_back(std::vector<event> taken) {
  if (auto const cursor = begun()) cursor->buffer()->give_back(std::move(taken));
}

void session_core::set_agent_view_url(std::optional<std::string> url) {
  std::lock_guard lock(mutex_);
  agent_view_url_ = std::move(url);
}

std::optional<std::string> session_core::agent_view_url() const {
  std::lock_guard lock(mutex_);
  return agent_view_url_;
}

std::shared_ptr<stream_core> session_core::begun() const {
  std::lock_guard lock(mutex_);
  return cursor_;
}

std::uint64_t session_core::next_index() const {
  auto const cursor = begun();
  return cursor ? cursor->buffer()->next_index() : from_index_;
}

run_result const& session_core::result() const {
  static run_result const none;
  auto const cursor = begun();
  return cursor ? cursor->buffer()->reported_result() : none;
}

std::shared_ptr<stream_core> session_core::stream(stream_options const& options) const {
  std::lock_guard lock(mutex_);
  return make_stream(options);
}

std::shared_ptr<stream_core> session_core::make_stream(stream_options const& options) const {
  auto stream = stream_core::make(who_, id_, path_, options);
  if (last_message_) {
    stream->message_going(last_message_->cursor);
    stream->message_sent(last_message_->when);
  }
  return stream;
}

void session_core::close() {
  std::shared_ptr<stream_core> cursor;
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
    cursor = cursor_;
  }
  if (cursor) cursor->close();
}

asio::awaitable<void> session_core::send_messages(api::caller who, std::vector<user_message> messages) {
  auto const cursor = next_index();
  auto const listeners = who_.core->listeners(id_);
  for (auto const& each : listeners) each->message_going(cursor);
  std::exception_ptr failure;
  try {
    co_await api::send_messages(who, path_, std::move(messages));
  } catch (...) {
    failure = std::current_exception();
  }
  // A lost reply, or a cancellation, leaves open whether the message went out: then it is taken as sent.
  bool const refused = failure && !is_aborted(failure) && to_error(failure).code() != errc::reply_lost;
  auto const now = who_.core->machine().now();
  for (auto const& each : listeners) refused ? each->message_not_sent() : each->message_sent(now);
  if (!refused) {
    std::lock_guard lock(mutex_);
    last_message_ = sent_message{now, cursor};
  }
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<void> session_core::cancel(api::caller who) const {
  co_await api::cancel_session(std::move(who), path_);
  look_now();
}

asio::awaitable<void> session_core::force_answer(api::caller who) const {
  co_await api::force_answer(std::move(who), path_);
  look_now();
}

void session_core::look_now() const {
  for (auto const& each : who_.core->listeners(id_)) each->look_now();
}

}  // namespace hai::detail
