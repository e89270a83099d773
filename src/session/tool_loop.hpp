#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <hai/event.hpp>
#include <hai/tool_result.hpp>
#include <hai/toolbox.hpp>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/calls.hpp"
#include "http/backoff.hpp"
#include "session/outage.hpp"
#include "session/tool_ledger.hpp"

namespace hai::detail {

namespace asio = boost::asio;

/// Answers the tool calls of one session during one run. Everything happens on the run's strand: calls of one
/// list run beside each other and are answered together; lists that come meanwhile are taken up at once.
class tool_loop : public std::enable_shared_from_this<tool_loop> {
 public:
  using on_failure = std::function<void(std::exception_ptr)>;

  /// `failed` is told of what ends the run: a call to the API that failed for good.
  tool_loop(api::caller who, std::string session_path, toolbox tools, asio::any_io_executor strand,
            on_failure failed);

  /// The next event of the session.
  void on_event(event const& next);
  /// All events that were received have been seen; the next one will have index `cursor`.
  void on_quiet(std::uint64_t cursor);

  /// Cancels every handler and call under way; nothing begins any more.
  void stop();
  /// Completes when nothing is under way any more, or `patience` has passed.
  asio::awaitable<void> until_ended(net::duration patience);

 private:
  /// One coroutine of the loop, so that it can be cancelled.
  struct task {
    asio::cancellation_signal signal;
  };
  struct task_entry;
  /// The calls that were taken from one list; `left` of them have no result yet.
  struct round {
    std::vector<tool_request> calls;
    std::vector<std::optional<tool_result>> results;
    std::size_t left = 0;
  };
  struct queued_call {
    std::shared_ptr<round> of;
    std::size_t place;
  };

  void start(asio::awaitable<void> work);
  void ended(std::shared_ptr<task> const& which, std::exception_ptr failure);
  static asio::awaitable<void> run(std::shared_ptr<tool_loop> self, std::shared_ptr<task> which,
                                   asio::awaitable<void> work);

  asio::awaitable<void> check();
  asio::awaitable<bool> is_at_the_tail();
  asio::awaitable<void> recover_list();
  void begin_round();
  void start_queued();
  asio::awaitable<void> answer(std::shared_ptr<round> of, std::size_t place);
  asio::awaitable<tool_result> result_of(tool_request call);
  asio::awaitable<void> post(std::shared_ptr<round> done);
  asio::awaitable<void> send(std::vector<tool_result> results);

  asio::awaitable<std::optional<session_changes>> changes(changes_query query);
  asio::awaitable<session_status> status();
  asio::awaitable<void> pause(net::duration how_long);
  /// Waits before another attempt, or throws `failure` where that cannot help or went on for too long.
  asio::awaitable<void> outlive(error failure);

  api::caller const who_;
  std::string const session_path_;
  toolbox const tools_;
  asio::any_io_executor const strand_;
  on_failure const failed_;

  tool_ledger ledger_;
  std::uint64_t cursor_ = 0;
  std::optional<session_state> seen_state_;  ///< of the look under way
  bool check_wanted_ = true;                 ///< calls may be pending from before the first event
  bool checking_ = false;
  bool stopping_ = false;

  std::deque<queued_call> queue_;
  std::size_t running_ = 0;
  std::list<std::shared_ptr<task>> tasks_;
  std::shared_ptr<net::timer> ended_timer_;

  http::jitter chance_;
  http::backoff backoff_;
  outage outage_;
};

}  // namespace hai::detail
