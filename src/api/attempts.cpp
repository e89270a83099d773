#include "api/attempts.hpp"

#include <boost/asio/this_coro.hpp>
#include <hai/error.hpp>
#include <optional>
#include <string>
#include <utility>

#include "api/failure.hpp"
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

asio::awaitable<http::reply> exchange_once(caller who, http::request const& request,
                                           std::shared_ptr<http::lease> lease) {
  *lease = co_await who.core->acquire(http::room::short_call);
  co_return co_await lease->exchange(request, who.core->call_limits(who.settings->timeout));
}

/// The lease is shared, so that how far the request went can still be read when time is up.
asio::awaitable<attempt> try_once(caller who, http::request const& request) {
  attempt made;
  auto const lease = std::make_shared<http::lease>();
  try {
    auto reply = co_await net::within_limit<http::reply>(who.core->machine(), who.settings->timeout,
                                                         exchange_once(who, request, lease));
    if (!reply) {
      auto const limit = std::chrono::duration_cast<std::chrono::milliseconds>(who.settings->timeout).count();
      made.failure = error(errc::timed_out, "no whole reply within " + std::to_string(limit) + " ms");
    }
    made.reply = std::move(reply);
  } catch (error const& failure) {
    made.failure = failure;
  }
  if (*lease && lease->request_was_sent()) made.how_far = http::progress::may_be_done;
  if (made.reply) who.core->note_reply();
  co_return made;
}

bool goes_on(http::request const& request, attempt const& made) {
  if (made.reply) return http::retries_status(made.reply->status, request.repeatable);
  return http::retries_failure(made.failure->code(), request.repeatable, made.how_far);
}

bool is_success(attempt const& made) { return made.reply && made.reply->status / 100 == 2; }

[[noreturn]] void give_up(caller const& who, http::request const& request, attempt const& made) {
  if (made.reply) throw failure_of(request, *made.reply, static_cast<bool>(who.settings->api_key));
  bool const lost = made.how_far == http::progress::may_be_done && !request.repeatable &&
                    is_transient(made.failure->code());
  throw lost ? reply_lost(request, *made.failure) : failure_of(request, *made.failure);
}

asio::awaitable<void> pause(net::system& machine, net::duration how_long) {
  auto const executor = co_await asio::this_coro::executor;
  auto const timer = machine.make_timer(executor);
  timer->expires_at(machine.now() + how_long);
  boost::system::error_code ignored;
  co_await timer->wait(ignored);
  co_await net::leave_if_cancelled();
}

}  // namespace

void sign(http::request& request, caller const& who) {
  auto const& settings = *who.settings;
  request.headers.reserve(settings.headers.size() + request.headers.size() + 2);
  request.headers.insert(request.headers.end(), settings.headers.begin(), settings.headers.end());
  if (who.core->options().gzip()) request.headers.emplace_back("Accept-Encoding", "gzip");
  if (!settings.api_key) return;
  std::string key = settings.api_key();
  if (!key.empty()) request.headers.emplace_back("Authorization", "Bearer " + std::move(key));
}

asio::awaitable<http::reply> carry_out(caller who, http::request request) {
  auto const activity = who.core->begin_activity();
  who.core->require_open();
  sign(request, who);
  http::jitter chance(who.core->machine().entropy());
  for (int attempts = 1;; ++attempts) {
    attempt made = co_await try_once(who, request);
    if (is_success(made)) co_return std::move(*made.reply);
    if (attempts >= who.settings->attempts || !goes_on(request, made)) give_up(who, request, made);
    who.core->counters().retries.add();
    http::reply const* const last = made.reply ? &*made.reply : nullptr;
    auto const delay = http::retry_delay(attempts, last, who.core->machine().calendar(), chance);
    co_await pause(who.core->machine(), delay);
  }
}

}  // namespace hai::api
