#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/system/error_code.hpp>
#include <memory>

namespace hai::simulation {

/// A place where at most one handler waits, outside every Asio queue. The handler's cancellation slot takes
/// it out again with operation_aborted. A handler that is still parked when the execution context shuts down
/// is destroyed unrun, with whatever it owns. For programs with one thread.
class parked_handler {
 public:
  using handler = boost::asio::any_completion_handler<void(boost::system::error_code)>;

  explicit parked_handler(boost::asio::any_io_executor executor);
  parked_handler(parked_handler const&) = delete;
  parked_handler& operator=(parked_handler const&) = delete;
  /// Completes a parked handler with operation_aborted.
  ~parked_handler();

  /// The place must be empty.
  void park(handler waiting);
  bool is_occupied() const noexcept;
  /// Posts the parked handler to its own executor; does nothing when the place is empty.
  void complete(boost::system::error_code result);

 private:
  struct place;
  std::shared_ptr<place> place_;
};

}  // namespace hai::simulation
