#include <hai/detail/context_service.hpp>
#include <utility>

namespace hai::detail {

/// One per execution context: the list of what must be let go of when the context shuts down. The
/// registrations own the list together with the service, so that each can leave it whenever it dies.
class context_service final : public boost::asio::execution_context::service {
 public:
  using key_type = context_service;
  static boost::asio::execution_context::id id;

  explicit context_service(boost::asio::execution_context& owner)
      : boost::asio::execution_context::service(owner),
        entries_(std::make_shared<context_registration::entries>()) {}

  std::shared_ptr<context_registration::entries> const& list() const noexcept { return entries_; }

 private:
  void shutdown() override {
    std::list<std::weak_ptr<context_bound>> leaving;
    {
      std::lock_guard lock(entries_->mutex);
      entries_->dead = true;
      leaving.swap(entries_->objects);
    }
    for (auto const& each : leaving)
      if (auto const object = each.lock()) object->drop();
  }

  std::shared_ptr<context_registration::entries> entries_;
};

boost::asio::execution_context::id context_service::id;

context_registration::context_registration(boost::asio::execution_context& context,
                                           std::weak_ptr<context_bound> object)
    : entries_(boost::asio::use_service<context_service>(context).list()) {
  std::lock_guard lock(entries_->mutex);
  if (entries_->dead) {
    entries_.reset();
    return;
  }
  place_ = entries_->objects.insert(entries_->objects.end(), std::move(object));
}

context_registration& context_registration::operator=(context_registration&& other) noexcept {
  if (this != &other) {
    leave();
    entries_ = std::move(other.entries_);
    place_ = other.place_;
  }
  return *this;
}

context_registration::~context_registration() { leave(); }

void context_registration::leave() noexcept {
  // The list lives on in `held` until the lock on its mutex is gone.
  auto const held = std::move(entries_);
  if (!held) return;
  std::lock_guard lock(held->mutex);
  if (!held->dead) held->objects.erase(place_);
}

}  // namespace hai::detail
