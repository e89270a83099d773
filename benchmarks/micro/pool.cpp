// The pool's decisions: who gets a place, and for how long.

#include <benchmark/benchmark.h>

#include "http/seats.hpp"
#include "http/turns.hpp"

namespace {

using namespace hai::http;

/// A place is given back and taken again, with so many others waiting for one.
void change_places(benchmark::State& state) {
  seats line(seats::sizes{16, 2});
  seats::ticket next = 0;
  auto const first = line.enter(room::long_poll, next++);
  for (int i = 1; i < 16; ++i) line.enter(room::long_poll, next++);
  for (int i = 0; i < state.range(0); ++i) line.enter(room::long_poll, next++);
  for (auto _ : state) {
    benchmark::DoNotOptimize(line.leave(*first));
    benchmark::DoNotOptimize(line.enter(room::long_poll, next++));
  }
}
BENCHMARK(change_places)->Arg(0)->Arg(100)->Arg(10'000);

void share_the_wait(benchmark::State& state) {
  turns const fair(std::chrono::seconds(5), 500);
  for (auto _ : state) benchmark::DoNotOptimize(fair.fair_wait(std::chrono::seconds(25), 256, 1000));
}
BENCHMARK(share_the_wait);

}  // namespace
