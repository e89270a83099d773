#include "http/turnstile.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <vector>

#include <hai/error.hpp>

#include "http/homing.hpp"

namespace hai::http {
namespace asio = boost::asio;

/// One coroutine at the turnstile, from joining to going in. All but `ticket` and `wanted` is guarded by the
/// turnstile's mutex.
struct turnstile::visit {
  enum class outcome { waiting, granted, cancelled, closed };

  seats::ticket ticket = 0;
  room wanted = room::long_poll;
  outcome state = outcome::waiting;
  seats::place place;
  wake_handler wake;  // only ever swapped: Asio 1.26 cannot assign it

  wake_handler take_wake() {
    wake_handler taken;
    taken.swap(wake);
    return taken;
  }
};

/// What lies in the waiter's cancellation slot. It may run on any thread, also after the wait is over.
struct turnstile::canceller {
  std::weak_ptr<turnstile> owner;
  seats::ticket ticket;

  void operator()(asio::cancellation_type type) const noexcept {
    if (type == asio::cancellation_type::none) return;
    if (auto const alive = owner.lock()) alive->cancel(ticket);
  }
};

/// The coroutine's end of a visit: whatever becomes of the coroutine, neither its ticket nor a place that was
/// given to it is forgotten.
class turnstile::stay {
 public:
  stay(std::shared_ptr<turnstile> owner, std::shared_ptr<visit> who)
      : owner_(std::move(owner)), who_(std::move(who)) {}
  stay(stay const&) = delete;
  stay& operator=(stay const&) = delete;
  ~stay() {
    std::optional<seats::place> unused;
    wake_handler dropped;
    {
      std::lock_guard lock(owner_->mutex_);
      if (owner_->waiting_.erase(who_->ticket) != 0) {
        owner_->seats_.abandon(who_->ticket);
        owner_->publish();
      }
      if (who_->state == visit::outcome::granted && !taken_) unused = who_->place;
      dropped.swap(who_->wake);
    }
    if (unused) owner_->leave(*unused);
  }

  bool must_wait() const {
    std::lock_guard lock(owner_->mutex_);
    return who_->state == visit::outcome::waiting;
  }

  /// The place, or why there is none.
  pass take() {
    std::lock_guard lock(owner_->mutex_);
    if (who_->state == visit::outcome::cancelled)
      throw boost::system::system_error(asio::error::operation_aborted);
    if (who_->state != visit::outcome::granted) throw error(errc::closed, "the client is closed");
    taken_ = true;
    return pass(owner_, who_->place);
  }

 private:
  std::shared_ptr<turnstile> const owner_;
  std::shared_ptr<visit> const who_;
  bool taken_ = false;
};

turnstile::pass& turnstile::pass::operator=(pass&& other) noexcept {
  if (this != &other) {
    give_back();
    owner_ = std::move(other.owner_);
    place_ = other.place_;
  }
  return *this;
}

void turnstile::pass::give_back() noexcept {
  if (auto const owner = std::move(owner_)) owner->leave(place_);
}

turnstile::turnstile(seats::sizes limits, std::shared_ptr<counters> counted)
    : counters_(std::move(counted)), seats_(limits) {
  publish();
}

asio::awaitable<turnstile::pass> turnstile::enter(room wanted, std::function<void()> if_it_waits) {
  auto const self = shared_from_this();
  auto const who = join(wanted);
  stay here(self, who);
  if (here.must_wait()) {
    if (if_it_waits) if_it_waits();
    counted const waiting(counters_->waiters);
    auto const executor = co_await asio::this_coro::executor;
    auto initiate = [executor](auto handler, turnstile* owner, visit* visitor) {
      auto slot = asio::get_associated_cancellation_slot(handler);
      if (slot.is_connected())
        slot.template emplace<canceller>(canceller{owner->weak_from_this(), visitor->ticket});
      owner->park(*visitor, wake_handler(make_homing(std::move(handler), executor)));
    };
    asio::use_awaitable_t<> token;
    auto until_woken = asio::async_initiate<asio::use_awaitable_t<>, void()>(std::move(initiate), token,
                                                                             self.get(), who.get());
    co_await std::move(until_woken);
  }
  co_return here.take();
}

std::shared_ptr<turnstile::visit> turnstile::join(room wanted) {
  auto who = std::make_shared<visit>();
  who->wanted = wanted;
  std::lock_guard lock(mutex_);
  if (closed_) throw error(errc::closed, "the client is closed");
  who->ticket = next_ticket_++;
  if (auto const given = seats_.enter(wanted, who->ticket)) {
    who->state = visit::outcome::granted;
    who->place = *given;
  } else {
    waiting_.emplace(who->ticket, who);
  }
  publish();
  return who;
}

void turnstile::park(visit& who, wake_handler wake) {
  {
    std::lock_guard lock(mutex_);
    if (who.state == visit::outcome::waiting) {
      who.wake.swap(wake);
      return;
    }
  }
  std::move(wake)();
}

void turnstile::cancel(seats::ticket ticket) noexcept {
  wake_handler wake;
  {
    std::lock_guard lock(mutex_);
    auto const found = waiting_.find(ticket);
    if (found == waiting_.end()) return;
    auto const who = std::move(found->second);
    waiting_.erase(found);
    seats_.abandon(ticket);
    who->state = visit::outcome::cancelled;
    wake.swap(who->wake);
    publish();
  }
  if (wake) std::move(wake)();
}

turnstile::wake_handler turnstile::seat(seats::grant const& given) {
  auto const found = waiting_.find(given.whom);
  auto const who = std::move(found->second);
  waiting_.erase(found);
  who->state = visit::outcome::granted;
  who->place = given.what;
  return who->take_wake();
}

void turnstile::leave(seats::place place) noexcept {
  wake_handler wake;
  {
    std::lock_guard lock(mutex_);
    if (auto const given = seats_.leave(place)) seat(*given).swap(wake);
    publish();
  }
  if (wake) std::move(wake)();
}

void turnstile::resize(seats::sizes limits) {
  std::vector<wake_handler> wakes;
  {
    std::lock_guard lock(mutex_);
    for (auto const& given : seats_.resize(limits))
      if (auto wake = seat(given)) wakes.push_back(std::move(wake));
    publish();
  }
  for (auto& wake : wakes) std::move(wake)();
}

bool turnstile::is_contended(room which) const noexcept {
  return (which == room::long_poll ? polls_waiting_ : calls_waiting_).load(std::memory_order_relaxed) != 0;
}

void turnstile::publish() noexcept {
  polls_waiting_.store(seats_.waiting(room::long_poll), std::memory_order_relaxed);
  calls_waiting_.store(seats_.waiting(room::short_call), std::memory_order_relaxed);
  polling_.store(seats_.polling(), std::memory_order_relaxed);
  poll_places_.store(seats_.limits().long_poll, std::memory_order_relaxed);
}

void turnstile::close() noexcept {
  std::vector<wake_handler> wakes;
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
    for (auto& [ticket, who] : waiting_) {
      seats_.abandon(ticket);
      who->state = visit::outcome::closed;
      if (auto wake = who->take_wake()) wakes.push_back(std::move(wake));
    }
    waiting_.clear();
    publish();
  }
  for (auto& wake : wakes) std::move(wake)();
}

void turnstile::drop() noexcept {
  std::vector<wake_handler> dropped;  // destroyed after the lock is gone, with the coroutines that they hold
  std::lock_guard lock(mutex_);
  closed_ = true;
  for (auto& [ticket, who] : waiting_) {
    seats_.abandon(ticket);
    who->state = visit::outcome::closed;
    if (auto wake = who->take_wake()) dropped.push_back(std::move(wake));
  }
  waiting_.clear();
  publish();
}

}  // namespace hai::http
