#pragma once

#include <cstdint>
#include <hai/error.hpp>
#include <hai/observed/sweep_started.hpp>
#include <optional>

#include "http/witness.hpp"
#include "net/system.hpp"

namespace hai::detail {

/// What a sweep does, for the observer: each run is a beginning, its looks, and one end. Belongs to the
/// sweep's strand.
class sweep_record {
 public:
  sweep_record(http::witness watching, std::uint64_t number, observed::sweep_kind kind)
      : watching_(std::move(watching)), number_(number), kind_(kind) {}
  sweep_record(sweep_record const&) = delete;
  sweep_record& operator=(sweep_record const&) = delete;
  ~sweep_record() { stop(); }

  void start();
  void looked(net::duration rest, net::duration outage) const;
  void failing(error const& why, net::duration outage) const;
  void failed(error why);
  /// The end of the run.
  void stop();

 private:
  http::witness const watching_;
  std::uint64_t const number_;
  observed::sweep_kind const kind_;
  bool running_ = false;
  std::optional<error> failure_;
};

}  // namespace hai::detail
