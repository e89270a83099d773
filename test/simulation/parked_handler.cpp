#include "simulation/parked_handler.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>
#include <cassert>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace hai::simulation {
namespace asio = boost::asio;

namespace {

template <class Place>
class parking_service final : public asio::execution_context::service {
 public:
  using key_type = parking_service;
  static inline asio::execution_context::id id;

  explicit parking_service(asio::execution_context& context)
      : asio::execution_context::service(context), occupied(std::make_shared<std::set<Place*>>()) {}

  std::shared_ptr<std::set<Place*>> const occupied;

 private:
  // A parked handler owns the coroutine that owns the place: nobody else would ever end that cycle. All are
  // taken out before the first is destroyed, so that no destructor finds a neighbour to complete.
  void shutdown() override {
    std::vector<parked_handler::handler> dropped;
    for (Place* place : *occupied) {
      dropped.push_back(std::move(*place->waiting));
      place->waiting.reset();
    }
    occupied->clear();
  }
};

}  // namespace

struct parked_handler::place {
  asio::any_io_executor executor;
  std::shared_ptr<std::set<place*>> occupied;
  std::optional<handler> waiting;
  std::uint64_t generation = 0;

  explicit place(asio::any_io_executor on)
      : executor(std::move(on)),
        occupied(asio::use_service<parking_service<place>>(asio::query(executor, asio::execution::context))
                     .occupied) {}

  void complete(boost::system::error_code result) {
    if (!waiting) return;
    occupied->erase(this);
    ++generation;
    handler leaving(std::move(*waiting));
    waiting.reset();
    auto home = asio::get_associated_executor(leaving, executor);
    auto run = [leaving = std::move(leaving), result]() mutable { std::move(leaving)(result); };
    asio::post(executor, asio::bind_executor(home, std::move(run)));
  }
};

parked_handler::parked_handler(asio::any_io_executor executor)
    : place_(std::make_shared<place>(std::move(executor))) {}

parked_handler::~parked_handler() { complete(asio::error::operation_aborted); }

void parked_handler::park(handler waiting) {
  assert(!place_->waiting);
  auto slot = asio::get_associated_cancellation_slot(waiting);
  place_->waiting.emplace(std::move(waiting));
  place_->occupied->insert(place_.get());
  if (!slot.is_connected()) return;
  slot.assign([held = std::weak_ptr<place>(place_), turn = place_->generation](asio::cancellation_type_t) {
    auto here = held.lock();
    if (here && here->generation == turn) here->complete(asio::error::operation_aborted);
  });
}

bool parked_handler::is_occupied() const noexcept { return place_->waiting.has_value(); }

void parked_handler::complete(boost::system::error_code result) { place_->complete(result); }

}  // namespace hai::simulation
