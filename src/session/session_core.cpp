#include "session/session_core.hpp"

#include <hai/detail/aborted.hpp>
#include <utility>

namespace hai::detail {

session_core::session_core(api::caller who, std::string id, std::uint64_t from_index)
    : who_(std::move(who)), name_(name_of(std::move(id), who_.core->routes())), from_index_(from_index) {}

session_core::~session_core() {
  if (cursor_) cursor_->close();
}

std::shared_ptr<event_buffer> session_core::cursor(until goal, std::chrono::seconds wait) {
  stream_core* known = open_cursor_.load(std::memory_order_acquire);
  if (!known) known = begin();
  known->go_on(goal, wait);
  return known->buffer();
}

/// Made without the lock: a stream posts to its strand, and that may run what belongs to the user.
stream_core* session_core::begin() {
  require_open();
  auto made = stream(stream_options().from_index(from_index_));
  std::lock_guard lock(mutex_);
  require_open_locked();
  if (!cursor_) cursor_ = std::move(made);
  open_cursor_.store(cursor_.get(), std::memory_order_release);
  return cursor_.get();
}

void session_core::require_open() const {
  std::lock_guard lock(mutex_);
  require_open_locked();
}

void session_core::require_open_locked() const {
  if (closed_) throw error(errc::closed, "next_event: the session handle is closed");
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
  return agent_view_url_.copy();
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
  return stream_core::make(who_, name_, options);
}

void session_core::close() {
  std::shared_ptr<stream_core> cursor;
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
    open_cursor_.store(nullptr, std::memory_order_release);
    cursor = cursor_;
  }
  if (cursor) cursor->close();
}

asio::awaitable<void> session_core::send_messages(api::caller who, std::vector<user_message> messages) {
  auto& listeners = who_.core->listeners();
  std::vector<std::string> texts;
  texts.reserve(messages.size());
  for (auto const& each : messages) texts.push_back(each.message());
  listeners.message_going(id(), next_index(), std::move(texts));
  std::exception_ptr failure;
  try {
    co_await api::send_messages(who, path(), std::move(messages));
  } catch (...) {
    failure = std::current_exception();
  }
  // A lost reply, or a cancellation, leaves open whether the message went out: then it is taken as sent.
  bool const refused = failure && !is_aborted(failure) && to_error(failure).code() != errc::reply_lost;
  auto const now = who_.core->machine().now();
  listeners.message_settled(id(), now, refused ? std::nullopt : std::optional(now));
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<void> session_core::cancel(api::caller who) const {
  co_await api::cancel_session(std::move(who), path());
  who_.core->listeners().look_now(id());
}

asio::awaitable<void> session_core::force_answer(api::caller who) const {
  co_await api::force_answer(std::move(who), path());
  who_.core->listeners().look_now(id());
}

}  // namespace hai::detail
