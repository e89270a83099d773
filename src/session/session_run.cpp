#include "session/session_run.hpp"

#include <hai/detail/deadline_race.hpp>
#include <hai/events/active_state_change_event.hpp>
#include <string>
#include <utility>

#include "model/goal.hpp"
#include "net/side_task.hpp"
#include "session/run_alarm.hpp"
#include "session/tool_loop.hpp"

namespace hai::detail {
namespace {

/// What a handler gets to unwind when its run ends before it.
constexpr std::chrono::milliseconds handlers_grace{250};

void check(run_options const& options) {
  if (options.wait() < std::chrono::seconds(0) || options.wait() > std::chrono::seconds(25))
    throw error(errc::invalid_argument,
                "run_options: wait: 0 to 25 s, not " + std::to_string(options.wait().count()) + " s");
}

/// One wait for one session's end. All of it happens on the operation's strand.
class session_run {
 public:
  session_run(api::caller who, run_options options, asio::any_io_executor strand)
      : who_(std::move(who)),
        options_(std::move(options)),
        strand_(std::move(strand)),
        alarm_(who_.core->machine().make_timer(strand_)) {
    auto const now = who_.core->machine().now();
    auto const limit = options_.deadline();
    bool const bounded = limit && *limit < net::time_point::max() - now;
    alarm_.expires_at(bounded ? now + *limit : net::time_point::max());
  }

  asio::any_io_executor const& strand() const noexcept { return strand_; }
  run_alarm const& alarm() const noexcept { return alarm_; }

  asio::awaitable<run_result> follow(session handle, std::shared_ptr<session_core> core) {
    core_ = std::move(core);
    claim_ = core_->claim_run();
    if (options_.on_started()) options_.on_started()(handle);
    if (!options_.tools().empty()) open_tools();
    do {
      co_await take_turn();
    } while (!is_end(core_->result().state));
    run_result result = core_->result();
    result.events = std::move(events_);
    result.agent_view_url = core_->agent_view_url();
    co_return result;
  }

  asio::awaitable<void> close_tools() {
    if (!tools_) co_return;
    tools_->stop();
    co_await tools_->until_ended(handlers_grace);
  }

  /// Puts back what only the result would have shown, now that there is none.
  void give_back() {
    if (core_ && !options_.on_event()) core_->give_back(std::move(events_));
  }

  void release() { claim_.reset(); }

  /// The alarm went off: a tool call's failure, or the deadline.
  [[noreturn]] void throw_alarm() const {
    if (failure_) std::rethrow_exception(failure_);
    auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(*options_.deadline()).count();
    std::string text =
        core_ ? "session " + core_->id() + " has not ended" : std::string("no session was started");
    text += " within " + std::to_string(ms) + " ms";
    if (awaits_tools_ && !tools_)
      text += "; it waits for the results of tools: give it run_options::tools, or send_tool_results";
    else
      text += core_ ? "; it goes on: wait again, or cancel it"
                    : ", or its reply was not awaited: look among the sessions";
    throw error(errc::timed_out, text);
  }

 private:
  void open_tools() {
    run_alarm alarm = alarm_;
    tools_ =
        std::make_shared<tool_loop>(who_, core_->path(), options_.tools(), strand_,
                                    [this, alarm = std::move(alarm)](std::exception_ptr failure) mutable {
                                      if (!failure_) failure_ = std::move(failure);
                                      alarm.trip();
                                    });
  }

  /// Sees every event until the cursor reports an end.
  asio::awaitable<void> take_turn() {
    using next_event = std::optional<event>;
    auto const buffer = core_->cursor(options_.until(), options_.wait());
    std::shared_ptr<cursor<next_event>> const source = buffer;
    for (;;) {
      co_await net::leave_if_cancelled();
      event ready;
      if (buffer->try_take(ready)) {
        see(std::move(ready));
        continue;
      }
      if (tools_) tools_->on_quiet(buffer->next_index());
      next_event next = co_await async_take<next_event>(source, asio::use_awaitable);
      if (!next) co_return;
      see(std::move(*next));
    }
  }

  void see(event each) {
    if (tools_) tools_->on_event(each);
    if (auto const change = each.get_if<active_state_change_event>())
      awaits_tools_ = change->state == session_state::awaiting_tool_results;
    if (options_.include_events()) events_.push_back(each);
    if (options_.on_event()) options_.on_event()(each);
  }

  bool is_end(session_state const& state) const { return model::reaches(options_.until(), state); }

  api::caller const who_;
  run_options const options_;
  asio::any_io_executor const strand_;
  run_alarm alarm_;
  std::shared_ptr<session_core> core_;
  std::shared_ptr<void> claim_;
  std::shared_ptr<tool_loop> tools_;
  bool awaits_tools_ = false;  ///< as the last event about it says
  std::vector<event> events_;
  std::exception_ptr failure_;
};

asio::awaitable<run_result> carry_through(std::shared_ptr<session_run> run,
                                          asio::awaitable<run_result> work) {
  std::optional<run_result> result;
  std::exception_ptr failure;
  try {
    auto race = race_deadline<run_result>(run->strand(), run->alarm(), std::move(work), asio::use_awaitable);
    result = co_await std::move(race);
    if (!result) run->throw_alarm();
  } catch (...) {
    failure = std::current_exception();
  }
  try {  // also when cancelled: the handlers must not outlive what they work for, if it can be helped
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await run->close_tools();
  } catch (...) {
    if (!failure) failure = std::current_exception();
  }
  if (failure) run->give_back();
  run->release();
  if (failure) std::rethrow_exception(failure);
  co_return std::move(*result);
}

asio::awaitable<run_result> begin_and_follow(std::shared_ptr<session_run> run,
                                             asio::awaitable<run_beginning> begin) {
  run_beginning begun = co_await std::move(begin);
  co_return co_await run->follow(std::move(begun.handle), std::move(begun.core));
}

}  // namespace

asio::awaitable<run_result> wait_for_completion(api::caller who, session handle,
                                                std::shared_ptr<session_core> core, run_options options) {
  check(options);
  auto strand = co_await asio::this_coro::executor;
  auto run = std::make_shared<session_run>(std::move(who), std::move(options), std::move(strand));
  auto work = run->follow(std::move(handle), std::move(core));
  co_return co_await carry_through(run, std::move(work));
}

asio::awaitable<run_result> run_session(api::caller who, asio::awaitable<run_beginning> begin,
                                        run_options options) {
  check(options);
  auto strand = co_await asio::this_coro::executor;
  auto run = std::make_shared<session_run>(std::move(who), std::move(options), std::move(strand));
  auto work = begin_and_follow(run, std::move(begin));
  co_return co_await carry_through(run, std::move(work));
}

}  // namespace hai::detail
