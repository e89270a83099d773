#include "session/stream_core.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/query.hpp>

#include "net/strand_of.hpp"
#include "session/closed_failure.hpp"
#include "session/member_coroutine.hpp"

namespace hai::detail {
namespace {

std::exception_ptr client_closed_failure() { return closed_failure("the client is closed"); }

void check(stream_options const& options) {
  if (options.wait() < std::chrono::seconds(0) || options.wait() > std::chrono::seconds(25))
    throw error(errc::invalid_argument,
                "stream_options: wait: 0 to 25 s, not " + std::to_string(options.wait().count()) + " s");
  if (options.buffer() == 0) throw error(errc::invalid_argument, "stream_options: buffer: at least 1 event");
}

follow_options follow_options_of(stream_options const& options, client_options const& client,
                                 bool shares_room) {
  follow_options follow;
  follow.from_index = options.from_index();
  follow.until = options.until();
  follow.wait = options.wait();
  follow.give_up_after = client.retry().give_up_after();
  if (shares_room) {
    follow.page_limit = std::max<std::size_t>(1, options.buffer() / 2);
    follow.first_limit = std::min(follow.first_limit, *follow.page_limit);
  }
  return follow;
}

/// Both in one number, so that a look at what a stream goes on to needs no lock.
std::int64_t packed(until goal, std::chrono::seconds wait) {
  return wait.count() * 2 + (goal == until::terminal ? 1 : 0);
}

}  // namespace

std::shared_ptr<stream_core> stream_core::make(api::caller who, std::shared_ptr<session_name const> name,
                                               stream_options const& options,
                                               std::shared_ptr<shared_room> shared) {
  check(options);
  who.core->require_open();
  auto const executor = who.core->executor();
  auto core = std::make_shared<stream_core>(who, name, options, shared);
  core->registration_ = context_registration(asio::query(executor, asio::execution::context), core);
  core->strand_.hold(net::strand_of(executor));
  if (shared) core->buffer_->share(std::move(shared));
  core->buffer_->listen_for_room(core);
  who.core->listeners().add(name->id, core, who.core->machine().now());
  return core;
}

stream_core::stream_core(api::caller who, std::shared_ptr<session_name const> name,
                         stream_options const& options, std::shared_ptr<shared_room> shared)
    : who_(std::move(who)),
      name_(std::move(name)),
      buffer_(std::make_shared<event_buffer>(who_.core->executor(),
                                             buffer_bounds{options.buffer(), options.buffer_bytes()},
                                             options.from_index())),
      shares_room_(shared != nullptr),
      aim_(packed(options.until(), options.wait())),
      follower_(follow_options_of(options, who_.core->options(), shares_room_)),
      jitter_(who_.core->machine().entropy()),
      record_(stream_record::make(who_.core->watching(), name_->id, who_.core->shared_machine())) {}

stream_core::~stream_core() { who_.core->listeners().remove(name_->id); }

// ---- from any thread

template <class Work>
void stream_core::on_strand(Work work) {
  strand_.post(shared_from_this(), std::move(work));
}

void stream_core::note(std::function<void(stream_core&)> work) {
  std::lock_guard lock(mutex_);
  noted_.push_back(std::move(work));
}

void stream_core::attend() {
  on_strand([](stream_core& core) { core.act_on_notes(); });
}

void stream_core::ensure_running() {
  if (started_.load(std::memory_order_acquire) || started_.exchange(true)) return;
  on_strand([](stream_core& core) {
    core.act_on_notes();
    core.start();
  });
}

void stream_core::aim(until goal, std::chrono::seconds wait) {
  auto const wanted = packed(goal, wait);
  if (aim_.load(std::memory_order_acquire) == wanted || aim_.exchange(wanted) == wanted) return;
  on_strand([goal, wait](stream_core& core) {
    core.follower_.aim(goal, wait);
    if (core.running_) core.cut_in();
  });
}

void stream_core::go_on(until goal, std::chrono::seconds wait) {
  aim(goal, wait);
  bool const goes_on = buffer_->reopen();
  // Looked at after that: a client that is closed from now on finds a buffer that takes the failure.
  if (client_closed_.load()) return buffer_->fail(client_closed_failure());
  if (!goes_on) return ensure_running();
  on_strand([](stream_core& core) {
    core.follower_.resume();
    core.start();
  });
}

void stream_core::tell_page(std::optional<std::string> const& known) {
  std::lock_guard lock(mutex_);
  tells_page_ = true;
  if (known) page_ = known;
}

void stream_core::close() {
  buffer_->shut(closed_failure("the stream is closed"));
  on_strand([](stream_core& core) { core.stop(); });
}

void stream_core::client_closed() {
  client_closed_.store(true);
  buffer_->fail(client_closed_failure());
  on_strand([](stream_core& core) { core.stop(); });
}

void stream_core::look_now() {
  on_strand([](stream_core& core) { core.cut_in(); });
}

void stream_core::message_going(std::uint64_t cursor, std::vector<std::string> const& texts) {
  auto const withdrawn = buffer_->withdraw_end();
  note([cursor, withdrawn, texts](stream_core& core) {
    core.epoch_ = withdrawn.epoch;
    core.follower_.on_message_going(cursor, texts);
    if (withdrawn.had_ended) core.start();
  });
}

void stream_core::message_sent(net::time_point when) {
  note([when](stream_core& core) {
    core.message_sent_at_ = when;
    core.cut_in();
  });
}

void stream_core::message_not_sent() {
  note([](stream_core& core) {
    core.follower_.on_message_not_sent();
    if (core.running_) core.cut_in();  // a poll may be parked that goes on from an end withdrawn in vain
  });
}

void stream_core::room_made() noexcept {
  on_strand([](stream_core& core) {
    core.room_came_ = true;
    if (core.awaits_room_) core.timer().cancel();
  });
}

void stream_core::make_way() {
  on_strand([](stream_core& core) { core.end_turn(); });
}

void stream_core::drop() noexcept {
  strand_.let_go();
  buffer_->shut(closed_failure("the stream's execution context is gone"));
  buffer_->drop_executor();
  timer_.reset();
  interrupt_.reset();
  lease_ = http::lease();
}

// ---- on the strand

net::timer& stream_core::timer() {
  if (!timer_) timer_ = who_.core->machine().make_timer(*strand_);
  return *timer_;
}

void stream_core::act_on_notes() {
  std::vector<std::function<void(stream_core&)>> noted;
  {
    std::lock_guard lock(mutex_);
    noted.swap(noted_);
  }
  for (auto const& work : noted) work(*this);
}

void stream_core::start() {
  if (running_ || closing_) return;
  running_ = true;
  auto const slot = interrupt_->slot();
  member_coroutine<stream_core> entry{shared_from_this(), &stream_core::pump};
  asio::co_spawn(*strand_, std::move(entry), asio::bind_cancellation_slot(slot, asio::detached));
}

void stream_core::stop() {
  closing_ = true;
  if (running_) interrupt_->emit(asio::cancellation_type::terminal);
}

void stream_core::cut_in() {
  look_wanted_ = true;
  if (resting_) timer().cancel();
  if (parked_ && !lease_.reply_has_begun()) interrupt_->emit(asio::cancellation_type::terminal);
}

void stream_core::end_turn() {
  if (parked_ && lease_.is_contended() && !lease_.reply_has_begun())
    interrupt_->emit(asio::cancellation_type::terminal);
}

}  // namespace hai::detail
