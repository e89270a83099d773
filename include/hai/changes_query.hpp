#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <hai/detail/export.hpp>
#include <optional>

namespace hai {

/// The parameters of GET /sessions/{id}/changes.
class HAI_EXPORT changes_query {
 public:
  /// How many events were consumed already, so the index of the first one wanted. Default: 0.
  changes_query& from_index(std::uint64_t value) { return from_index_ = value, *this; }
  /// Events in the reply at most, from 1; the server has a cap of its own. Default: not sent.
  changes_query& limit(std::size_t value) { return limit_ = value, *this; }
  /// Without events the reply is a snapshot of state and answer. Default: true.
  changes_query& include_events(bool value) { return include_events_ = value, *this; }
  /// How long the server may hold the request while there is nothing to tell, 0 to 25 s. Default: 0.
  changes_query& wait(std::chrono::seconds value) { return wait_ = value, *this; }

  std::uint64_t from_index() const { return from_index_; }
  std::optional<std::size_t> limit() const { return limit_; }
  bool include_events() const { return include_events_; }
  std::chrono::seconds wait() const { return wait_; }

 private:
  std::uint64_t from_index_ = 0;
  std::optional<std::size_t> limit_;
  bool include_events_ = true;
  std::chrono::seconds wait_{0};
};

}  // namespace hai
