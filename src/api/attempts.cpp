#include "api/attempts.hpp"

#include <boost/asio/this_coro.hpp>
#include <hai/error.hpp>
#include <optional>
#include <string>
#include <utility>

#include "api/failure.hpp"
#include "api/redirects.hpp"
#include "api/request_watch.hpp"
#include "api/signing.hpp"
#include "http/retry_policy.hpp"
#include "net/side_task.hpp"

namespace hai::api {
namespace asio = boost::asio;

namespace {

/// How one attempt came out: a reply, or a failure and how far it had come.
struct attempt {
  std::optional<http::reply> reply;
  std::optional<error> failure;
  http::progress how_far = http::progress::not_sent;
};

/// A plain call under way: whom close() stops, and waits for.
struct call {
  explicit call(caller made_by, asio::any_io_executor executor)
      : who(std::move(made_by)),
        stop(std::make_shared<net::stop_switch>(std::move(executor))),
        activity(who.core->begin_call(stop)) {}

  caller const who;
  std::shared_ptr<net::stop_switch> const stop;
  std::shared_ptr<void> const activity;
};

/// Shared: an exchange that is left may still be at work for a moment, and counts until then.
using call_ptr = std::shared_ptr<call const>;

[[noreturn]] void throw_closed() { throw error(errc::closed, "the client was closed"); }

/// Shared for the same reason.
using request_ptr = std::shared_ptr<http::request const>;

asio::awaitable<http::reply> exchange_once(call_ptr within, net::origin where, request_ptr request,
                                           std::shared_ptr<http::lease> lease) {
  auto const& who = within->who;
  *lease = co_await who.core->acquire(std::move(where), http::room::short_call);
  co_return co_await lease->exchange(*request, who.core->call_limits(who.settings->timeout));
}

error out_of_time(caller const& who, http::lease const& lease) {
  auto const limit = std::chrono::duration_cast<std::chrono::milliseconds>(who.settings->timeout).count();
  auto const within = " within " + std::to_string(limit) + " ms";
  if (lease.is_connected()) return error(errc::timed_out, "no whole reply" + within);
  auto const last = who.core->last_connect_failure();
  return error(errc::timed_out, "no connection" + within +
                                    (last.empty() ? "" : " (the last connect that failed: " + last + ")"));
}

/// The lease is shared, so that how far the request went can still be read when time is up.
asio::awaitable<attempt> try_once(call_ptr within, net::origin where, request_ptr request) {
  auto const& who = within->who;
  attempt made;
  request_watch watch(*who.core, *request);
  auto const lease = std::make_shared<http::lease>();
  try {
    auto reply =
        co_await net::within_limit<http::reply>(who.core->machine(), who.settings->timeout,
                                                exchange_once(within, where, request, lease), within->stop);
    if (!reply && within->stop->is_stopped()) throw_closed();
    if (!reply) made.failure = out_of_time(who, *lease);
    made.reply = std::move(reply);
  } catch (error const& failure) {
    made.failure = failure;
  }
  if (made.reply)
    watch.replied(*made.reply);
  else
    watch.failed(*made.failure);
  if (*lease && lease->request_was_sent()) made.how_far = http::progress::may_be_done;
  if (made.reply && where == who.core->origin()) who.core->note_reply();
  co_return made;
}

bool goes_on(http::request const& request, attempt const& made) {
  if (made.reply)
    return http::retries_status(made.reply->status, request.repeatable) || is_in_flight(request, *made.reply);
  return http::retries_failure(made.failure->code(), request.repeatable, made.how_far);
}

/// A 2xx, or a redirect that will be followed.
bool is_done(http::request const& request, attempt const& made, bool at_api) {
  if (!made.reply) return false;
  return made.reply->status / 100 == 2 ||
         (is_redirect(*made.reply) && is_followed(request, *made.reply, at_api));
}

[[noreturn]] void give_up(caller const& who, net::origin const& where, http::request const& request,
                          attempt const& made) {
  bool const at_api = where == who.core->origin();
  if (made.reply && !at_api) throw failure_elsewhere(request, *made.reply, where);
  if (made.reply) throw failure_of(request, *made.reply);
  bool const lost = made.how_far == http::progress::may_be_done && !request.repeatable &&
                    is_transient(made.failure->code());
  throw lost ? reply_lost(request, *made.failure) : failure_of(request, *made.failure);
}

asio::awaitable<void> pause(call_ptr within, net::duration how_long) {
  auto& machine = within->who.core->machine();
  auto const executor = co_await asio::this_coro::executor;
  std::shared_ptr<net::timer> const timer = machine.make_timer(executor);
  timer->expires_at(machine.now() + how_long);
  within->stop->wakes(timer);
  boost::system::error_code ignored;
  if (!within->stop->is_stopped()) co_await timer->wait(ignored);
  co_await net::leave_if_cancelled();
  if (within->stop->is_stopped()) throw_closed();
}

/// What every server may know of this client: not the key, and no header that a user or a call has set.
void introduce(http::request& request, caller const& who) {
  for (auto const& header : who.settings->headers)
    if (header.first == "User-Agent") request.headers.push_back(header);
  request.headers.emplace_back("Accept", "*/*");
}

void tell_retry(client_core const& core, http::request const& request, attempt const& made,
                net::duration delay) {
  core.watching().tell([&](observer& who) {
    observed::retry again;
    again.method = request.method;
    again.route = request.observed_route();
    again.attempt = request.attempt;
    if (made.reply) {
      again.status = made.reply->status;
      again.failure = failure_of(request, *made.reply).code();
    } else {
      again.failure = made.failure->code();
      again.why = made.failure->what();
    }
    again.delay = delay;
    again.stream = request.stream;
    who.on_retry(again);
  });
}

/// Asks one server until there is a reply to go on with.
asio::awaitable<http::reply> ask(call_ptr within, net::origin where, std::shared_ptr<http::request> asked) {
  auto const& who = within->who;
  http::request& request = *asked;
  bool const at_api = where == who.core->origin();
  net::system& machine = who.core->machine();
  http::jitter chance(machine.entropy());
  std::optional<net::time_point> in_flight_since;
  int left = who.settings->attempts;
  for (int tries = 1;; ++tries) {
    request.attempt = tries;
    attempt made = co_await try_once(within, where, asked);
    if (is_done(request, made, at_api)) co_return std::move(*made.reply);
    bool const in_flight = made.reply && is_in_flight(request, *made.reply);
    if (in_flight && !in_flight_since) in_flight_since = machine.now();
    // An earlier attempt is at work: that is no failure yet, and may take as long as an attempt may.
    bool const counts = !in_flight || machine.now() - *in_flight_since >= who.settings->timeout;
    if (counts) --left;
    if (left <= 0 || who.settings->attempts <= 1 || !goes_on(request, made))
      give_up(who, where, request, made);
    who.core->counters().retries.add();
    http::reply const* const last = made.reply ? &*made.reply : nullptr;
    auto const delay = http::retry_delay(tries, last, machine.calendar(), chance);
    tell_retry(*who.core, request, made, delay);
    co_await pause(within, delay);
  }
}

}  // namespace

asio::awaitable<http::reply> carry_out(caller who, http::request request) {
  place to{who.core->origin(), request.target};
  co_return co_await carry_out_at(std::move(who), std::move(to), std::move(request));
}

asio::awaitable<http::reply> carry_out_at(caller who, place to, http::request what) {
  auto const executor = co_await asio::this_coro::executor;
  auto const within = std::make_shared<call const>(who, executor);
  auto const asked = std::make_shared<http::request>(std::move(what));
  http::request& request = *asked;
  who.core->require_open();
  request.stream = who.follower;
  auto const own_headers = request.headers;
  bool stays = to.where == who.core->origin();  // once it has left, no host gets to lead the key anywhere
  for (int redirects = 0;; ++redirects) {
    request.target = to.target;
    if (stays) {
      request.headers = own_headers;
      sign(request, who);
    } else {
      request.headers.clear();
      request.usual_lines.reset();
      request.carries_key = false;
      introduce(request, who);
    }
    http::reply reply = co_await ask(within, to.where, asked);
    if (reply.status / 100 == 2) co_return reply;
    if (redirects == most_redirects) throw failure_of(request, reply, "more than 5 redirects");
    to = next_place(request, reply, to);
    stays = stays && to.where == who.core->origin();
    if (!is_followed(request, reply, stays))
      throw failure_of(request, reply, "a redirect of this request to another host is not followed");
  }
}

}  // namespace hai::api
