#pragma once

#include <memory>
#include <string>

#include "monitor/sweep.hpp"

namespace hai::detail {

class monitor_core;

/// Looks for the children of watched sessions, one session at a time, and tells the monitor of each.
class child_search final : public sweep {
 public:
  /// Throws errc::closed.
  static std::shared_ptr<child_search> make(api::caller who, std::weak_ptr<monitor_core> monitor);
  child_search(api::caller who, std::weak_ptr<monitor_core> monitor);

 private:
  asio::awaitable<std::optional<net::duration>> look() override;
  void over(std::exception_ptr failure) override;
  asio::awaitable<void> read_children(std::string parent);

  std::weak_ptr<monitor_core> const monitor_;
};

}  // namespace hai::detail
