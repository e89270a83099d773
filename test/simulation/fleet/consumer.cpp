#include "simulation/fleet/consumer.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <hai/detail/aborted.hpp>
#include <hai/error.hpp>
#include <hai/user_message.hpp>

namespace hai::simulation {
namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

consumer::consumer(asio::io_context& io, std::shared_ptr<virtual_system> machine, hai::client client,
                   std::string id, consumer_plan plan, follow_check check, chance source, journal& log,
                   std::string name)
    : io_(io),
      machine_(std::move(machine)),
      client_(std::move(client)),
      id_(std::move(id)),
      plan_(plan),
      check_(std::move(check)),
      chance_(source),
      log_(log),
      name_(std::move(name)) {}

void consumer::start() {
  asio::co_spawn(io_, run(), asio::detached);
  if (plan_.leaves != consumer_plan::leaving::stays) asio::co_spawn(io_, leave(), asio::detached);
}

void consumer::let_go() {
  stream_ = hai::event_stream();
  session_ = hai::session();
  client_.reset();
}

asio::awaitable<void> consumer::run() {
  co_await sleep(plan_.starts);
  try {
    session_ = client_->session(id_);
    begin_anew();
    co_await follow_to_the_end();
    for (std::size_t sent = 0; sent < plan_.messages && !left_; ++sent) {
      co_await speak();
      if (!reads_cursor()) begin_anew();
      co_await follow_to_the_end();
    }
    if (plan_.cancels_session && !left_) {
      co_await cancel_session();
      if (!reads_cursor()) begin_anew();
      co_await follow_to_the_end();
    }
  } catch (error const& failure) {
    if (!left_) check_.on_failure(failure.what(), now());
  }
  note("is done");
  done_ = true;
}

asio::awaitable<void> consumer::follow_to_the_end() {
  check_.was_away(now());
  for (;;) {
    if (left_) co_return;
    if (chance_.percent(plan_.resume_percent)) begin_anew();
    read_outcome got = co_await read();
    for (auto const& each : got.events) check_.on_event(each, now());
    if (left_) co_return;
    check_.on_cursor(next_index(), now());
    if (got.ended) break;
    if (!got.cancelled && chance_.percent(plan_.nap_percent)) co_await take_a_nap();
  }
  note("has its end");
  check_.on_end(result(), now());
  check_.goes_away(now());
}

asio::awaitable<void> consumer::speak() {
  auto const pause = any_pause(30);
  co_await sleep(pause);
  if (left_) co_return;
  note("sends a message");
  check_.on_message_going(now());
  std::exception_ptr failure;
  try {
    co_await session_.send_message(hai::user_message("go on"));
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure || to_error(failure).code() == errc::reply_lost)
    check_.on_message_sent(now());
  else
    check_.forget_message();
}

asio::awaitable<void> consumer::cancel_session() {
  note("cancels the session");
  try {
    co_await session_.cancel();
  } catch (error const&) {  // the server may be away: then the session stays as it is
  }
}

asio::awaitable<void> consumer::leave() {
  co_await sleep(plan_.leaves_at);
  if (done_) co_return;
  note("leaves");
  left_ = true;
  if (plan_.leaves == consumer_plan::leaving::closes) {
    stream_.close();
    session_.close();
  } else {
    // The read that waits keeps what it needs; the last handle on the polling goes.
    stream_ = hai::event_stream();
    session_.close();
    session_ = hai::session();
  }
}

asio::awaitable<void> consumer::take_a_nap() {
  note("naps");
  check_.goes_away(now());
  auto const nap = chance_.span(net::duration(), plan_.longest_nap);
  co_await sleep(nap);
  check_.was_away(now());
}

void consumer::begin_anew() {
  ++beginnings_;
  if (reads_cursor()) {
    auto const from = check_.next_index();
    check_.forget_message();  // the new handle knows of none
    session_ = client_->session(id_, from);
  } else {
    hai::stream_options options;
    options.from_index(check_.next_index()).until(plan_.until).wait(plan_.wait);
    options.buffer(plan_.buffer).buffer_bytes(plan_.buffer_bytes);
    stream_ = session_.stream(options);
  }
  check_.began_anew(now());
}

net::duration consumer::any_pause(int longest_seconds) {
  auto const longest = seconds(longest_seconds);
  net::duration const most = chance_.one_of<net::duration>({net::duration(), longest / 20, longest});
  return chance_.span(net::duration(), most);
}

std::uint64_t consumer::next_index() const {
  return reads_cursor() ? session_.next_index() : stream_.next_index();
}

run_result const& consumer::result() const { return reads_cursor() ? session_.result() : stream_.result(); }

// ---- one read

asio::awaitable<consumer::read_outcome> consumer::read() {
  read_outcome outcome;
  if (!chance_.percent(plan_.cancel_percent))
    outcome = co_await read_once();
  else if (chance_.percent(50) || plan_.reads == consumer_plan::reading::next_batch)
    outcome = co_await read_or_cancel();
  else
    outcome = co_await read_through_slot();
  co_return outcome;
}

asio::awaitable<consumer::read_outcome> consumer::read_once() {
  read_outcome outcome;
  if (plan_.reads == consumer_plan::reading::next_batch) {
    outcome.events = co_await stream_.next_batch();
    outcome.ended = outcome.events.empty();
    co_return outcome;
  }
  std::optional<event> one;
  if (reads_cursor())
    one = co_await session_.next_event();
  else
    one = co_await stream_.next();
  if (one)
    outcome.events.push_back(std::move(*one));
  else
    outcome.ended = true;
  co_return outcome;
}

asio::awaitable<consumer::read_outcome> consumer::read_or_cancel() {
  using namespace asio::experimental::awaitable_operators;
  auto const patience = any_pause(5);
  auto const steps = chance_.below(40);
  auto race = read_once() || sleep_and_step_aside(patience, steps);
  auto winner = co_await std::move(race);
  read_outcome outcome;
  if (winner.index() == 0)
    outcome = std::get<0>(std::move(winner));
  else
    outcome.cancelled = true;
  co_return outcome;
}

asio::awaitable<consumer::read_outcome> consumer::read_through_slot() {
  auto const signal = std::make_shared<asio::cancellation_signal>();
  auto const patience = any_pause(5);
  auto const steps = chance_.below(40);
  auto strike = [](consumer& self, std::weak_ptr<asio::cancellation_signal> at, net::duration span,
                   std::size_t aside) -> asio::awaitable<void> {
    co_await self.sleep_and_step_aside(span, aside);
    if (auto const alive = at.lock()) alive->emit(asio::cancellation_type::terminal);
  };
  asio::co_spawn(io_, strike(*this, signal, patience, steps), asio::detached);
  auto token = asio::bind_cancellation_slot(signal->slot(), asio::as_tuple(asio::use_awaitable));
  std::exception_ptr failure;
  std::optional<event> one;
  if (reads_cursor())
    std::tie(failure, one) = co_await session_.next_event(token);
  else
    std::tie(failure, one) = co_await stream_.next(token);
  read_outcome outcome;
  if (failure && !detail::is_aborted(failure)) std::rethrow_exception(failure);
  outcome.cancelled = static_cast<bool>(failure);
  outcome.ended = !failure && !one;
  if (one) outcome.events.push_back(std::move(*one));
  co_return outcome;
}

asio::awaitable<void> consumer::sleep(net::duration span) {
  if (span <= net::duration()) co_return;
  auto const timer = machine_->make_timer(co_await asio::this_coro::executor);
  timer->expires_at(machine_->now() + span);
  boost::system::error_code ignored;
  co_await timer->wait(ignored);
}

asio::awaitable<void> consumer::sleep_and_step_aside(net::duration span, std::size_t steps) {
  co_await sleep(span);
  auto const executor = co_await asio::this_coro::executor;
  for (std::size_t step = 0; step < steps; ++step) co_await asio::post(executor, asio::use_awaitable);
}

}  // namespace hai::simulation
