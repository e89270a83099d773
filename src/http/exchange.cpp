#include "http/exchange.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <optional>
#include <string>
#include <tuple>

#include <hai/error.hpp>

#include "http/establish.hpp"
#include "http/reply_parser.hpp"
#include "http/wire_request.hpp"

namespace hai::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_error;

/// Decrypted bytes of whichever exchange this thread is reading now; nothing stays in it across a suspension.
thread_local std::array<char, 32 * 1024> arrivals;

/// The request that this thread writes now. What of a small one is left by then, the exchange keeps.
thread_local std::string outgoing;
constexpr std::size_t small_request = 4 * 1024;

/// The first read of a reply asks for so much; what comes behind it is read to its place.
constexpr std::size_t small_reply = 2 * 1024;

/// A connection that a lease keeps between two exchanges is looked at again after so long.
constexpr auto trusted_for = std::chrono::seconds(1);

std::string in_seconds(net::duration span) {
  auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
  return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

net::time_point after(net::time_point start, net::duration span) {
  return span < net::time_point::max() - start ? start + span : net::time_point::max();
}

/// A long-poll from the end of its request to the first byte of its reply.
class held_poll {
 public:
  held_poll(lease::seat& seat, net::time_point until)
      : seat_(seat), parked_(seat.owner->counted->connections_parked), entry_(seat.poll_entry.begin()) {
    entry_->until = until;
    seat.owner->held.enter(seat.poll_entry);
  }
  held_poll(held_poll const&) = delete;
  held_poll& operator=(held_poll const&) = delete;
  ~held_poll() { seat_.owner->held.leave(seat_.poll_entry, entry_); }

 private:
  lease::seat& seat_;
  counted parked_;
  held_polls::ticket::iterator entry_;
};

/// One exchange without its suspensions: next() goes on until something must be waited for.
class exchange_run final : private net::read_sink {
 public:
  enum class need { connection, readiness, nothing };

  exchange_run(lease::seat& seat, request const& what, exchange_limits const& limits,
               asio::any_io_executor const& executor)
      : seat_(seat), pool_(*seat.owner), request_(what), limits_(limits), started_(pool_.machine->now()) {
    if (seat.released) throw error(errc::closed, "a lease that was given back");
    if (seat.busy) throw error(errc::already_waiting, "a second exchange on one lease");
    check_request(what);
    if (!seat.guard || seat.guard->executor() != executor)
      seat.guard = std::make_shared<watchdog>(pool_.machine, executor);
    seat.busy = true;
    seat.request_was_sent = false;
    seat.reply_has_begun = false;
  }
  exchange_run(exchange_run const&) = delete;
  exchange_run& operator=(exchange_run const&) = delete;
  ~exchange_run() {
    seat_.guard->rest();
    if (!stays_usable_ || seat_.released) seat_.current.reset();
    seat_.busy = false;
  }

  need next() {
    for (;;) {
      if (seat_.current) seat_.current->fate = observed::close_reason::failed;
      if (seat_.guard->has_fired()) throw_timed_out();
      if (!seat_.current && !take_idle()) return need::connection;
      if (!in_use_ && !begin()) continue;
      auto const wanted = is_sent_ ? read_some() : write_some();
      if (wanted == net::readiness::none && parser_ && parser_->is_done()) return need::nothing;
      if (wanted != net::readiness::none) {
        wanted_ = wanted;
        return need::readiness;
      }
    }
  }

  auto ready() {
    seat_.current->fate = observed::close_reason::cancelled;
    return seat_.current->stream->ready(wanted_, seat_.guard->executor());
  }
  /// After a wait that failed: tells cancellation, deadline and loss apart, in this order.
  void look_at_failure(error_code failure, bool cancelled) {
    if (cancelled || seat_.released) throw system_error(asio::error::operation_aborted);
    seat_.current->fate = observed::close_reason::failed;
    if (seat_.guard->has_fired()) throw_timed_out();
    if (failure == asio::error::operation_aborted) throw system_error(failure);
    lost(failure);
  }

  asio::awaitable<void> connect() {
    return establish(pool_, seat_, limits_.connecting, after(started_, limits_.total),
                     in_seconds(limits_.total));
  }

  std::unique_ptr<reply> finish() {
    stays_usable_ = is_in_step_ && parser_->keeps_alive();
    seat_.current->fate =
        stays_usable_ ? observed::close_reason::client_released : observed::close_reason::server_closed;
    seat_.current->was_used = true;
    seat_.current->last_used = pool_.machine->now();
    pool_.note_reply(seat_.current->last_used);
    return parser_->take();
  }

 private:
  bool take_idle() {
    if (fresh_only_) return false;
    seat_.current = pool_.idle.take(*seat_.to, started_);
    was_probed_ = seat_.current != nullptr;
    return was_probed_;
  }

  /// The connection is here: judges one that was kept, and starts the clock. False: it was thrown away.
  bool begin() {
    auto const& kept = *seat_.current;
    if (kept.was_used && !was_probed_ && !is_trusted(kept)) {
      auto const expiry = pool_.idle.expiry_of(kept, started_);
      seat_.current->fate = expiry.value_or(observed::close_reason::server_closed);
      seat_.current.reset();
      return false;
    }
    in_use_ = true;
    pool_.counted->requests.add();
    guard_until(net::time_point::max());
    return true;
  }

  bool is_trusted(connection const& kept) const {
    if (pool_.idle.is_expired(kept, started_)) return false;
    bool const is_recent = started_ - kept.last_used < trusted_for;
    // What came behind the last reply would be read as the reply to this request.
    return (is_recent && request_.repeatable && kept.stream->is_drained()) || kept.stream->is_idle();
  }

  net::readiness write_some() {
    if (!unsent_.empty()) return write_some_of(unsent_);
    // A long text goes also when the write throws.
    struct shrink {
      ~shrink() {
        if (outgoing.capacity() > small_request) std::string().swap(outgoing);
      }
    } const at_the_end;
    outgoing.clear();
    append_wire_text(outgoing, request_, seat_.to->authority);
    auto const wanted = write_some_of(outgoing);
    if (!is_sent_ && seat_.current) unsent_.swap(outgoing);
    return wanted;
  }

  net::readiness write_some_of(std::string const& text) {
    error_code failure;
    auto const step = seat_.current->stream->try_write(std::span(text).subspan(offset_), failure);
    if (failure) {
      if (!take_early_reply()) lost(failure);
      return net::readiness::none;
    }
    offset_ += step.bytes;
    pool_.counted->bytes_sent.add(step.bytes);
    if (step.bytes != 0 || step.wanted == net::readiness::writable) seat_.request_was_sent = true;
    if (offset_ < text.size()) return step.wanted;
    hold();
    return net::readiness::readable;
  }

  /// A server may refuse a request before it has read all of it, and hang up.
  bool take_early_reply() {
    error_code ignored;
    auto const step = seat_.current->stream->try_read(arrivals, ignored);
    if (ignored || step.bytes == 0) return false;
    is_in_step_ = false;
    end_of_request();
    take(std::span<char const>(arrivals.data(), step.bytes));
    return true;
  }

  /// The request is out; nothing of it is kept while the reply is awaited.
  void hold() {
    end_of_request();
    auto const now = pool_.machine->now();
    guard_until(after(now, limits_.hold));
    if (seat_.place.used_for() == room::long_poll) held_.emplace(seat_, after(now, limits_.wait));
  }

  void end_of_request() {
    is_sent_ = true;
    std::string().swap(unsent_);
  }

  net::readiness read_some() {
    error_code failure;
    auto const step = seat_.current->stream->read_on(*this, failure);
    if (failure) return lost(failure), net::readiness::none;
    if (step.bytes == 0 && step.ended) {
      if (!parser_) return lost(asio::error::eof), net::readiness::none;
      parser_->end();
    }
    return step.wanted;
  }

  /// A long body is read to where it stays. Of what comes before it no more is taken than a small reply has.
  std::span<char> room() override {
    if (parser_ && parser_->is_done()) return {};
    if (!parser_) return std::span(arrivals).first(small_reply);
    auto const room = parser_->room();
    return room.empty() ? std::span<char>(arrivals) : room;
  }

  void take(std::span<char const> bytes) override {
    pool_.counted->bytes_received.add(bytes.size());
    if (!parser_) {
      parser_.emplace(limits_.max_head, limits_.max_body);
      held_.reset();
      seat_.reply_has_begun = true;
    }
    parser_->put(bytes);
    if (!parser_->is_done()) guard_until(after(pool_.machine->now(), limits_.stall));
  }

  void guard_until(net::time_point phase_end) {
    seat_.guard->watch(*seat_.current->stream, std::min(phase_end, after(started_, limits_.total)));
  }

  /// The connection is gone. A reused one may have died of its age before it saw the request: what may be
  /// repeated goes once more, over a new connection.
  void lost(error_code why) {
    if (parser_) parser_->cut();
    bool const harmless = request_.repeatable || !seat_.request_was_sent;
    if (!seat_.current->was_used || !harmless || fresh_only_)
      throw error(errc::bad_reply, "connection lost before a reply: " + why.message());
    fresh_only_ = true;
    in_use_ = false;
    held_.reset();
    seat_.guard->rest();
    seat_.current->fate = observed::close_reason::server_closed;
    seat_.current.reset();
    seat_.request_was_sent = false;
    std::string().swap(unsent_);
    is_sent_ = false;
    offset_ = 0;
    pool_.counted->retries.add();
    tell_replaced(why);
  }

  void tell_replaced(error_code why) const {
    pool_.watching.tell([&](observer& who) {
      std::string const words = "a kept connection was lost: " + why.message();
      observed::retry again;
      again.method = request_.method;
      again.route = request_.observed_route();
      again.attempt = request_.attempt;
      again.failure = errc::bad_reply;
      again.why = words;
      again.stream = request_.stream;
      who.on_retry(again);
    });
  }

  [[noreturn]] void throw_timed_out() const {
    if (pool_.machine->now() >= after(started_, limits_.total))
      throw error(errc::timed_out, "timed out: not done within " + in_seconds(limits_.total));
    if (seat_.reply_has_begun)
      throw error(errc::timed_out, "timed out: the reply stalled for " + in_seconds(limits_.stall));
    throw error(errc::timed_out, "timed out: no reply within " + in_seconds(limits_.hold));
  }

  lease::seat& seat_;
  shared_pool& pool_;
  request const& request_;
  exchange_limits const& limits_;
  net::time_point const started_;
  std::string unsent_;  ///< the whole text, where it was not sent in one go
  std::size_t offset_ = 0;
  bool is_sent_ = false;
  net::readiness wanted_ = net::readiness::none;
  bool fresh_only_ = false;
  bool was_probed_ = false;
  bool in_use_ = false;
  bool is_in_step_ = true;
  bool stays_usable_ = false;
  std::optional<held_poll> held_;
  std::optional<reply_parser> parser_;
};

}  // namespace

asio::awaitable<std::unique_ptr<reply>> run_exchange(std::shared_ptr<lease::seat> seat, request const& what,
                                                     exchange_limits limits) {
  exchange_run run(*seat, what, limits, co_await asio::this_coro::executor);
  for (;;) {
    auto const need = run.next();
    if (need == exchange_run::need::nothing) break;
    if (need == exchange_run::need::connection) {
      co_await run.connect();
      continue;
    }
    auto until_ready = run.ready();
    auto const outcome = co_await std::move(until_ready);
    if (!std::get<0>(outcome)) continue;
    auto const state = co_await asio::this_coro::cancellation_state;
    run.look_at_failure(std::get<0>(outcome), state.cancelled() != asio::cancellation_type::none);
  }
  co_return run.finish();
}

}  // namespace hai::http
