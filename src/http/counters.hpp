#pragma once

#include <atomic>
#include <cstdint>
#include <hai/client_stats.hpp>

namespace hai::http {

/// A number that many threads bump and few read.
class counter {
 public:
  void add(std::uint64_t amount = 1) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }
  void subtract(std::uint64_t amount = 1) noexcept { value_.fetch_sub(amount, std::memory_order_relaxed); }
  void raise_to(std::uint64_t candidate) noexcept {
    auto seen = get();
    do {
      if (seen >= candidate) return;
    } while (!value_.compare_exchange_weak(seen, candidate, std::memory_order_relaxed));
  }
  std::uint64_t get() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// What client::stats() tells, as it is counted; the members mean what those of client_stats mean.
struct counters {
  counter connections_open;
  counter connections_idle;
  counter connections_parked;
  counter connections_connecting;
  counter waiters;
  counter longest_turn_ms;
  counter handshakes_full;
  counter handshakes_resumed;
  counter requests;
  counter retries;
  counter bytes_sent;
  counter bytes_received;
  counter events;
  counter polls_200;
  counter polls_204;
  counter polls_failed;
  counter turns;
  counter turns_waited_ms;

  client_stats snapshot() const;
};

/// One more of something, for as long as this object lives.
class counted {
 public:
  explicit counted(counter& which) noexcept : which_(which) { which_.add(); }
  counted(counted const&) = delete;
  counted& operator=(counted const&) = delete;
  ~counted() { which_.subtract(); }

 private:
  counter& which_;
};

}  // namespace hai::http
