#include <hai/session.hpp>
#include <utility>

#include "session/session_core.hpp"

namespace hai {
namespace asio = boost::asio;

namespace {

std::shared_ptr<detail::session_core> const& require(std::shared_ptr<detail::session_core> const& core) {
  if (!core)
    throw error(errc::closed, "the session handle is empty: make one with client::session or start_session");
  return core;
}

api::caller caller_of(detail::session_core const& core,
                      std::shared_ptr<api::call_settings const> const& settings) {
  api::caller who = core.who();
  if (settings) who.settings = settings;
  return who;
}

using core_pointer = std::shared_ptr<detail::session_core>;
using settings_pointer = std::shared_ptr<api::call_settings const>;

// The bodies own what they need: the handle that they were called on may go away meanwhile.

asio::awaitable<std::optional<session_changes>> changes_of(core_pointer core, settings_pointer settings,
                                                           changes_query query) {
  co_return co_await api::get_changes(caller_of(*require(core), settings), core->path(), query);
}

asio::awaitable<session_status> status_of(core_pointer core, settings_pointer settings) {
  co_return co_await api::get_status(caller_of(*require(core), settings), core->path());
}

asio::awaitable<session_resource> resource_of(core_pointer core, settings_pointer settings) {
  co_return co_await api::get_session(caller_of(*require(core), settings), core->path());
}

asio::awaitable<void> send_to(core_pointer core, settings_pointer settings, user_message message) {
  co_await require(core)->send_message(caller_of(*core, settings), std::move(message));
}

asio::awaitable<void> cancel_of(core_pointer core, settings_pointer settings) {
  co_await require(core)->cancel(caller_of(*core, settings));
}

asio::awaitable<std::optional<event>> next_of(core_pointer core) {
  auto const buffer = require(core)->cursor();
  co_return co_await detail::take_next(buffer);
}

}  // namespace

session::session() noexcept = default;
session::session(session const&) = default;
session::session(session&&) noexcept = default;
session& session::operator=(session const&) = default;
session& session::operator=(session&&) noexcept = default;
session::~session() = default;

session::session(std::shared_ptr<detail::session_core> core) noexcept : core_(std::move(core)) {}

std::string const& session::id() const {
  static std::string const none;
  return core_ ? core_->id() : none;
}

session session::with(call_options changes) const {
  session changed = *this;
  changed.settings_ = api::settings_with(settings_ ? *settings_ : *require(core_)->who().settings, changes);
  return changed;
}

std::uint64_t session::next_index() const { return core_ ? core_->next_index() : 0; }

run_result const& session::result() const {
  static run_result const none;
  return core_ ? core_->result() : none;
}

event_stream session::stream(stream_options options) const {
  return event_stream(require(core_)->stream(options));
}

void session::close() {
  if (core_) core_->close();
}

asio::any_io_executor session::home() const {
  return core_ ? core_->who().core->executor_or_system() : asio::any_io_executor(asio::system_executor());
}

std::shared_ptr<detail::cursor<std::optional<event>>> session::cursor() const {
  return require(core_)->cursor();
}

asio::awaitable<std::optional<event>> session::next_event() const { return next_of(core_); }

asio::awaitable<std::optional<session_changes>> session::do_changes(changes_query query) const {
  return changes_of(core_, settings_, query);
}
asio::awaitable<std::optional<session_changes>> session::changes(changes_query query) const {
  return detail::launch<std::optional<session_changes>>(home(), do_changes(query), asio::use_awaitable);
}

asio::awaitable<session_status> session::do_status() const { return status_of(core_, settings_); }
asio::awaitable<session_status> session::status() const {
  return detail::launch<session_status>(home(), do_status(), asio::use_awaitable);
}

asio::awaitable<session_resource> session::do_get() const { return resource_of(core_, settings_); }
asio::awaitable<session_resource> session::get() const {
  return detail::launch<session_resource>(home(), do_get(), asio::use_awaitable);
}

asio::awaitable<void> session::do_send_message(user_message message) const {
  return send_to(core_, settings_, std::move(message));
}
asio::awaitable<void> session::send_message(user_message message) const {
  return detail::launch<void>(home(), do_send_message(std::move(message)), asio::use_awaitable);
}

asio::awaitable<void> session::do_cancel() const { return cancel_of(core_, settings_); }
asio::awaitable<void> session::cancel() const {
  return detail::launch<void>(home(), do_cancel(), asio::use_awaitable);
}

}  // namespace hai
