#pragma once

#include <boost/asio/execution_context.hpp>
#include <hai/detail/export.hpp>
#include <list>
#include <memory>
#include <mutex>

namespace hai::detail {

/// Something that holds what must not outlive an execution context: sockets, timers, strands, parked
/// handlers.
class HAI_EXPORT context_bound {
 public:
  /// Called once, from the context's shutdown, unless the registration is gone by then. Lets go of all that
  /// belongs to the context, outside its own locks, and answers errc::closed from then on.
  virtual void drop() noexcept = 0;

 protected:
  ~context_bound() = default;
};

/// Ties a context_bound to the life of an execution context. Either may die first. Make it before the I/O
/// objects.
class HAI_EXPORT context_registration {
 public:
  context_registration() noexcept = default;
  context_registration(boost::asio::execution_context& context, std::weak_ptr<context_bound> object);
  context_registration(context_registration&& other) noexcept = default;
  context_registration& operator=(context_registration&& other) noexcept;
  ~context_registration();

 private:
  friend class context_service;
  struct entries {
    std::mutex mutex;
    std::list<std::weak_ptr<context_bound>> objects;
    bool dead = false;
  };
  void leave() noexcept;

  std::shared_ptr<entries> entries_;
  std::list<std::weak_ptr<context_bound>>::iterator place_;
};

}  // namespace hai::detail
