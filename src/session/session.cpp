#include <hai/session.hpp>
#include <utility>

#include "api/bounded_options.hpp"
#include "api/download.hpp"
#include "api/list_calls.hpp"
#include "session/failed_cursor.hpp"
#include "session/list_readers.hpp"
#include "session/session_core.hpp"
#include "session/session_run.hpp"
#include "session/status_poll.hpp"

namespace hai {
namespace asio = boost::asio;

namespace {

std::shared_ptr<detail::session_core> const& require(std::shared_ptr<detail::session_core> const& core) {
  if (!core)
    throw error(errc::closed, "the session handle is empty: make one with client::session or start_session");
  return core;  // NOLINT(bugprone-return-const-ref-from-parameter): the callers own what they hand in
}

api::caller caller_of(detail::session_core const& core,
                      std::shared_ptr<api::call_settings const> const& settings) {
  api::caller who = core.who();
  if (settings) who.settings = settings;
  return who;
}

/// Beside require(core) in one call: the order of arguments is anyone's guess.
std::string const& path_of(std::shared_ptr<detail::session_core> const& core) {
  return require(core)->path();
}

using core_pointer = std::shared_ptr<detail::session_core>;
using settings_pointer = std::shared_ptr<api::call_settings const>;

// The bodies own what they need: the handle that they were called on may go away meanwhile.

asio::awaitable<std::optional<session_changes>> changes_of(core_pointer core, settings_pointer settings,
                                                           changes_query query) {
  co_return co_await api::get_changes(caller_of(*require(core), settings), path_of(core), query);
}

asio::awaitable<session_status> status_of(core_pointer core, settings_pointer settings) {
  co_return co_await api::get_status(caller_of(*require(core), settings), path_of(core));
}

asio::awaitable<session_resource> resource_of(core_pointer core, settings_pointer settings) {
  co_return co_await api::get_session(caller_of(*require(core), settings), path_of(core));
}

asio::awaitable<void> send_to(core_pointer core, settings_pointer settings,
                              std::vector<user_message> messages) {
  co_await require(core)->send_messages(caller_of(*require(core), settings), std::move(messages));
}

asio::awaitable<page<event>> history_of(core_pointer core, settings_pointer settings, history_query query) {
  co_return co_await api::get_history(caller_of(*require(core), settings), path_of(core), std::move(query));
}

asio::awaitable<std::string> download_of(core_pointer core, settings_pointer settings, image_content image) {
  co_return co_await api::download(caller_of(*require(core), settings), std::move(image));
}

asio::awaitable<void> answer_calls(core_pointer core, settings_pointer settings,
                                   std::vector<tool_result> results) {
  co_await api::send_tool_results(caller_of(*require(core), settings), path_of(core), std::move(results));
}

/// A plain call that brings nothing.
using command = asio::awaitable<void> (*)(api::caller, std::string);

asio::awaitable<void> command_of(core_pointer core, settings_pointer settings, command which) {
  co_await which(caller_of(*require(core), settings), path_of(core));
}

asio::awaitable<void> force_answer_of(core_pointer core, settings_pointer settings) {
  co_await require(core)->force_answer(caller_of(*require(core), settings));
}

asio::awaitable<std::string> share_of(core_pointer core, settings_pointer settings) {
  co_return co_await api::share_session(caller_of(*require(core), settings), path_of(core));
}

asio::awaitable<void> judge(core_pointer core, settings_pointer settings,
                            std::optional<std::uint64_t> event_index, hai::feedback what) {
  co_await api::give_feedback(caller_of(*require(core), settings), path_of(core), event_index,
                              std::move(what));
}

asio::awaitable<void> cancel_of(core_pointer core, settings_pointer settings) {
  co_await require(core)->cancel(caller_of(*require(core), settings));
}

asio::awaitable<run_result> completion_of(session handle, core_pointer core, settings_pointer settings,
                                          run_options options) {
  api::caller who = caller_of(*require(core), settings);
  co_return co_await detail::wait_for_completion(std::move(who), std::move(handle), std::move(core),
                                                 std::move(options));
}

std::shared_ptr<detail::event_buffer> begun(core_pointer& core) { return require(core)->cursor(); }

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
  return detail::cursor_from<std::optional<event>>(home(), [this] { return require(core_)->cursor(); });
}

asio::awaitable<std::optional<event>> session::next_event() const { return detail::take_next(core_, &begun); }

asio::awaitable<run_result> session::do_wait_for_completion(run_options options) const {
  return completion_of(*this, core_, settings_, std::move(options));
}
asio::awaitable<run_result> session::wait_for_completion(run_options options) const {
  return detail::launch<run_result>(home(), do_wait_for_completion(std::move(options)), asio::use_awaitable);
}

status_cursor session::poll_status(std::chrono::milliseconds every, hai::until until) const {
  auto const& core = *require(core_);
  return status_cursor(detail::status_poll::make(caller_of(core, settings_), core.id(), core.path(),
                                                 api::bounded(every), until));
}

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
  std::vector<user_message> one;
  one.push_back(std::move(message));
  return send_to(core_, settings_, std::move(one));
}
asio::awaitable<void> session::send_message(user_message message) const {
  return detail::launch<void>(home(), do_send_message(std::move(message)), asio::use_awaitable);
}

asio::awaitable<void> session::do_send_messages(std::vector<user_message> messages) const {
  return send_to(core_, settings_, std::move(messages));
}
asio::awaitable<void> session::send_messages(std::vector<user_message> messages) const {
  return detail::launch<void>(home(), do_send_messages(std::move(messages)), asio::use_awaitable);
}

asio::awaitable<page<event>> session::do_history(history_query query) const {
  return history_of(core_, settings_, std::move(query));
}
asio::awaitable<page<event>> session::history(history_query query) const {
  return detail::launch<page<event>>(home(), do_history(std::move(query)), asio::use_awaitable);
}

history_cursor session::replay(history_query query) const {
  return history_cursor(
      detail::read_history(caller_of(*require(core_), settings_), path_of(core_), std::move(query)));
}

asio::awaitable<std::string> session::do_download(image_content image) const {
  return download_of(core_, settings_, std::move(image));
}
asio::awaitable<std::string> session::download(image_content image) const {
  return detail::launch<std::string>(home(), do_download(std::move(image)), asio::use_awaitable);
}

asio::awaitable<void> session::do_send_tool_results(std::vector<tool_result> results) const {
  return answer_calls(core_, settings_, std::move(results));
}
asio::awaitable<void> session::send_tool_results(std::vector<tool_result> results) const {
  return detail::launch<void>(home(), do_send_tool_results(std::move(results)), asio::use_awaitable);
}

asio::awaitable<void> session::do_pause() const { return command_of(core_, settings_, api::pause_session); }
asio::awaitable<void> session::pause() const {
  return detail::launch<void>(home(), do_pause(), asio::use_awaitable);
}

asio::awaitable<void> session::do_resume() const { return command_of(core_, settings_, api::resume_session); }
asio::awaitable<void> session::resume() const {
  return detail::launch<void>(home(), do_resume(), asio::use_awaitable);
}

asio::awaitable<void> session::do_force_answer() const { return force_answer_of(core_, settings_); }
asio::awaitable<void> session::force_answer() const {
  return detail::launch<void>(home(), do_force_answer(), asio::use_awaitable);
}

asio::awaitable<std::string> session::do_share() const { return share_of(core_, settings_); }
asio::awaitable<std::string> session::share() const {
  return detail::launch<std::string>(home(), do_share(), asio::use_awaitable);
}

asio::awaitable<void> session::do_unshare() const {
  return command_of(core_, settings_, api::unshare_session);
}
asio::awaitable<void> session::unshare() const {
  return detail::launch<void>(home(), do_unshare(), asio::use_awaitable);
}

asio::awaitable<void> session::do_feedback(std::optional<std::uint64_t> event_index,
                                           hai::feedback what) const {
  return judge(core_, settings_, event_index, std::move(what));
}
asio::awaitable<void> session::feedback(hai::feedback what) const {
  return detail::launch<void>(home(), do_feedback(std::nullopt, std::move(what)), asio::use_awaitable);
}
asio::awaitable<void> session::feedback(std::uint64_t event_index, hai::feedback what) const {
  return detail::launch<void>(home(), do_feedback(event_index, std::move(what)), asio::use_awaitable);
}

asio::awaitable<void> session::do_cancel() const { return cancel_of(core_, settings_); }
asio::awaitable<void> session::cancel() const {
  return detail::launch<void>(home(), do_cancel(), asio::use_awaitable);
}

}  // namespace hai
