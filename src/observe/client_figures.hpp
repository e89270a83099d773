#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include <hai/client_stats.hpp>
#include <hai/observer.hpp>

#include "observe/bounded_names.hpp"
#include "observe/exposition.hpp"
#include "observe/histogram.hpp"

namespace hai::observe {

/// What was counted since the beginning, each thing by its labels. A value: copied to be written.
class client_figures {
 public:
  /// What can be known beforehand is there from the beginning, as 0: Prometheus sees no increase in a series
  /// that begins with its first count.
  client_figures();

  void add(observed::request_done const& done);
  void add(observed::retry const& again);
  void add(observed::connection_opened const& opened);
  void add(observed::connection_closed const& closed);
  void add(observed::stream_started const&) { ++streams_started_; }
  void add(observed::stream_received const& page) { events_ += page.events; }
  void add(observed::stream_lagging const&) { ++lags_; }
  void add(observed::stream_ended const& ended);
  void add(observed::sweep_ended const& ended);
  void add(observed::session_ended const& ended);

  void write(exposition& out) const;

 private:
  using one_label = std::string;
  using two_labels = std::pair<std::string, std::string>;
  using three_labels = std::tuple<std::string, std::string, std::string>;

  bounded_names routes_{64}, statuses_{64}, error_codes_{32};
  std::map<three_labels, histogram> requests_;          ///< method, route, status
  std::map<three_labels, std::uint64_t> retries_;       ///< method, route, reason
  std::map<one_label, std::uint64_t> opened_;           ///< handshake
  std::map<one_label, std::uint64_t> closed_;           ///< reason
  std::map<one_label, std::uint64_t> streams_ended_;    ///< outcome
  std::map<two_labels, std::uint64_t> sweeps_ended_;    ///< kind, outcome
  std::map<two_labels, std::uint64_t> sessions_ended_;  ///< state, error code
  std::uint64_t streams_started_ = 0, events_ = 0, lags_ = 0;
};

/// The gauges of the pools: several clients' figures added up.
void write_pools(exposition& out, client_stats const& all);

}  // namespace hai::observe
