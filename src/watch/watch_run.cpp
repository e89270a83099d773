#include "watch/watch_run.hpp"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <utility>

#include <hai/error.hpp>
#include <hai/log_observer.hpp>
#include <hai/observer_group.hpp>
#include <hai/session.hpp>
#include <hai/within.hpp>

#include "observe/log_from_environment.hpp"
#include "watch/all_sessions.hpp"
#include "watch/json_report.hpp"
#include "watch/terminal.hpp"
#include "watch/text_report.hpp"

namespace hai::watch {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto between_redraws = 250ms;
constexpr auto agent_view_patience = 2s;
constexpr auto stop_patience = 500ms;  ///< for the client to close and for the last lines to be read

std::vector<std::string> ids_of(std::vector<watch_target> const& targets) {
  std::vector<std::string> ids;
  ids.reserve(targets.size());
  for (watch_target const& target : targets) ids.push_back(target.id);
  return ids;
}

std::unique_ptr<report> make_report(command const& asked, std::vector<std::string> ids, text_style style) {
  if (asked.json) return std::make_unique<json_report>(std::move(ids), !asked.no_events);
  return std::make_unique<text_report>(std::move(ids), !asked.no_events, std::move(style));
}

event_time now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

text_style style_of_stdout() {
  text_style style;
  if (!is_terminal(STDOUT_FILENO)) return style;
  style.colour = colour_is_welcome();
  style.local_clock = true;
  style.utc_offset = local_utc_offset();
  style.columns = [] { return terminal_columns(STDOUT_FILENO); };
  return style;
}

std::string seconds_words(std::chrono::milliseconds time) {
  std::string text = std::to_string(static_cast<double>(time.count()) / 1000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text + " s";
}

}  // namespace

watch_run::watch_run(asio::io_context& io, client_options options, command asked,
                     std::vector<watch_target> targets)
    : io_(io),
      asked_(std::move(asked)),
      fleet_(targets.size()),
      output_(STDOUT_FILENO, STDERR_FILENO, [this] { asio::post(io_, [this] { settle(); }); }),
      screen_(output_, fleet_, !asked_.json && is_terminal(STDOUT_FILENO), is_terminal(STDERR_FILENO),
              STDOUT_FILENO, std::chrono::steady_clock::now()),
      report_(make_report(asked_, ids_of(targets), style_of_stdout())),
      notices_(std::make_shared<polling_notices>([this](std::string message) {
        if (!stopping_) screen_.notice(std::move(message));
      })),
      api_(io, observed(std::move(options))),
      monitor_(api_, monitor_options().until(asked_.until)),
      decided_(targets.size(), false),
      signals_(io, SIGINT, SIGTERM),
      timeout_(io),
      ticker_(io),
      change_(io) {
  for (watch_target& target : targets) {
    numbers_.emplace(target.id, numbers_.size());
    monitor_.watch(std::move(target.id), target.from_index);
  }
}

watch_run::~watch_run() { notices_->fall_silent(); }

/// -v is HAI_LOG=info, unless HAI_LOG says something else.
client_options watch_run::observed(client_options options) const {
  auto level = log_level_from_environment();
  if (!level && asked_.verbose) level = log_level::info;
  if (!level) return options.observer(notices_);
  auto print = [notices = notices_](std::string line) { notices->print(std::move(line) + '\n'); };
  std::vector<std::shared_ptr<observer>> both{notices_, std::make_shared<log_observer>(*level, print)};
  return options.observer(std::make_shared<observer_group>(std::move(both)));
}

int watch_run::run() {
  stop_on_signal();
  if (asked_.timeout) stop_at_timeout();
  std::exception_ptr failure;
  asio::co_spawn(io_, conduct(), [this, &failure](std::exception_ptr thrown) {
    failure = thrown;
    io_.stop();
  });
  io_.run();
  if (failure) std::rethrow_exception(failure);
  int const error = output_.stdout_error();
  if (error == 0 || error == EPIPE) return tally_.exit_code();
  std::string const message = std::string("hai-watch: standard output: ") + std::strerror(error) + '\n';
  [[maybe_unused]] auto const written = ::write(STDERR_FILENO, message.data(), message.size());
  return exit_code::not_followed;
}

asio::awaitable<void> watch_run::conduct() {
  if (screen_.is_live()) asio::co_spawn(io_, tick(), [](std::exception_ptr) {});
  std::optional<error> failure;
  try {
    co_await follow();
  } catch (error const& thrown) {
    failure = thrown;
  }
  if (failure && !stopping_) {
    tally_.not_followed();
    screen_.notice(std::string("hai-watch: ") + failure->what() + '\n');
  }
  co_await wind_up();
}

asio::awaitable<void> watch_run::follow() {
  if (asked_.all) co_await discover_all(api_, monitor_, asked_.until);
  while (!stopping_) {
    std::vector<monitor_item> const batch = co_await monitor_.next_batch();
    if (batch.empty()) break;
    tell(batch);
    co_await wait_for_room();
  }
}

asio::awaitable<void> watch_run::wind_up() {
  while (ends_to_tell_ > 0 && !stopping_) co_await wait_for_change();
  screen_.take_status_away();
  while (!output_.is_drained() && !stopping_) co_await wait_for_change();
  if (!stopping_) co_return;
  asio::steady_timer patience(io_, stop_patience);
  patience.async_wait([this](boost::system::error_code cancelled) {
    if (!cancelled) io_.stop();
  });
  while (!closed_ || !output_.is_drained()) co_await wait_for_change();
}

void watch_run::tell(std::vector<monitor_item> const& batch) {
  for (auto at = batch.begin(); at != batch.end() && !stopping_;) {
    std::size_t const session = number_of(at->session_id());
    std::vector<event> events;
    while (at != batch.end() && at->event() && number_of(at->session_id()) == session)
      events.push_back(*(at++)->event());
    if (!events.empty()) {
      delivered(session, events);
      continue;
    }
    if (at->end())
      ended(session, *at->end());
    else
      not_followed(session, at->failure()->status(), at->failure()->what());
    ++at;
  }
}

std::size_t watch_run::number_of(std::string const& id) {
  auto const [found, is_new] = numbers_.emplace(id, numbers_.size());
  if (is_new) {
    report_->add(id);
    fleet_.add();
    decided_.push_back(false);
  }
  return found->second;
}

asio::awaitable<void> watch_run::add_agent_view_url(run_result& result) {
  if (result.agent_view_url || stopping_) co_return;
  try {
    hai::session handle = api_.session(result.id);
    session_resource const resource = co_await within(agent_view_patience, handle.get());
    result.agent_view_url = resource.agent_view_url;
  } catch (boost::system::system_error const&) {
    // The link is a convenience: the end is printed without it.
  }
}

asio::awaitable<void> watch_run::wait_for_room() {
  while (!output_.has_room() && !stopping_) co_await wait_for_change();
}

asio::awaitable<void> watch_run::wait_for_change() {
  boost::system::error_code woken;
  change_.expires_at(asio::steady_timer::time_point::max());
  co_await change_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

asio::awaitable<void> watch_run::tick() {
  while (screen_.is_live()) {
    screen_.redraw();
    ticker_.expires_after(between_redraws);
    co_await ticker_.async_wait(asio::use_awaitable);
  }
}

void watch_run::stop_on_signal() {
  signals_.async_wait([this](boost::system::error_code cancelled, int signal) {
    if (cancelled) return;
    signals_.clear();  // a second Ctrl-C ends the program as it ends any other
    tally_.stopped_by(signal);
    stop();
  });
}

void watch_run::stop_at_timeout() {
  timeout_.expires_after(*asked_.timeout);
  timeout_.async_wait([this](boost::system::error_code cancelled) {
    if (cancelled || stopping_) return;
    std::string const message = "not ended within " + seconds_words(*asked_.timeout);
    std::size_t unfinished = 0;
    for (std::size_t session = 0; session < decided_.size(); ++session) {
      if (decided_[session]) continue;
      ++unfinished;
      not_followed(session, 0, message);
    }
    if (unfinished > 0)
      screen_.notice("hai-watch: " + std::to_string(unfinished) + " of " + std::to_string(decided_.size()) +
                     " sessions " + message + '\n');
    stop();
  });
}

void watch_run::stop() {
  if (std::exchange(stopping_, true)) return;
  asio::co_spawn(io_, api_.close(), [this](std::exception_ptr) {  // what stays open ends with the program
    closed_ = true;
    change_.cancel();
  });
  change_.cancel();
}

void watch_run::settle() {
  if (output_.stdout_error() != 0) stop();
  change_.cancel();
}

void watch_run::delivered(std::size_t session, std::vector<event> const& events) {
  if (decided_[session]) {  // it was found in flight again
    decided_[session] = false;
    fleet_.resumed(session);
  }
  screen_.count(events.size());
  if (screen_.is_live())
    for (event const& one : events)
      if (one.type() == "ActiveStateChangeEvent") fleet_.saw(session, one.payload());
  screen_.print(report_->events(session, events));
}

void watch_run::ended(std::size_t session, run_result const& result) {
  decided_[session] = true;
  fleet_.ended(session, result.state);
  tally_.ended(result.state);
  if (asked_.json) return screen_.print(report_->ended(session, result, now()));
  ++ends_to_tell_;
  asio::co_spawn(io_, tell_end(session, result), [this](std::exception_ptr) {
    --ends_to_tell_;
    change_.cancel();
  });
}

asio::awaitable<void> watch_run::tell_end(std::size_t session, run_result result) {
  co_await add_agent_view_url(result);
  screen_.print(report_->ended(session, result, now()));
}

void watch_run::not_followed(std::size_t session, int status, std::string const& message) {
  decided_[session] = true;
  fleet_.not_followed(session);
  tally_.not_followed();
  screen_.print(report_->not_followed(session, status, message, now()));
}

}  // namespace hai::watch
