#pragma once

#include <chrono>
#include <hai/session_filter.hpp>
#include <memory>

#include "monitor/sweep.hpp"

namespace hai::detail {

class monitor_core;

/// Reads the list of sessions time and again, and tells the monitor of each line.
class discovery final : public sweep {
 public:
  /// Throws hai::error: errc::invalid_argument for what discover() refuses, errc::closed.
  static std::shared_ptr<discovery> make(api::caller who, std::weak_ptr<monitor_core> monitor,
                                         session_filter filter, std::chrono::seconds every);
  discovery(api::caller who, std::weak_ptr<monitor_core> monitor, session_filter filter,
            std::chrono::seconds every);

 private:
  asio::awaitable<std::optional<net::duration>> look() override;
  void over(std::exception_ptr failure) override;
  asio::awaitable<void> read_list(bool to_the_end);

  std::weak_ptr<monitor_core> const monitor_;
  session_filter const filter_;
  std::chrono::seconds const every_;
  unsigned sweeps_ = 0;
};

}  // namespace hai::detail
