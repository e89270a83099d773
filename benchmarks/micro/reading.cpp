// Reading pages and events.

#include <benchmark/benchmark.h>

#include <boost/json.hpp>
#include <hai/events/policy_event.hpp>

#include "micro/page.hpp"
#include "model/envelope_reader.hpp"
#include "model/event_access.hpp"

namespace {

using hai::detail::event_access;

void read_envelope(benchmark::State& state) {
  std::string const page = bench::mixed_page(static_cast<std::size_t>(state.range(0)));
  hai::model::envelope slices;
  for (auto _ : state) {
    hai::model::read_envelope(page, "new_events", slices);
    benchmark::DoNotOptimize(slices.events.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(page.size()) * state.iterations());
}
BENCHMARK(read_envelope)->Arg(87 * 1024)->Arg(1024 * 1024);

void parse_into_a_dom(benchmark::State& state) {
  std::string const page = bench::mixed_page(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(boost::json::parse(page));
  state.SetBytesProcessed(static_cast<std::int64_t>(page.size()) * state.iterations());
}
BENCHMARK(parse_into_a_dom)->Arg(87 * 1024)->Arg(1024 * 1024);

void make_an_event(benchmark::State& state) {
  std::string const text = bench::page_text(static_cast<std::size_t>(state.range(0))).event();
  auto const slices = hai::model::read_event_text(text);
  for (auto _ : state) benchmark::DoNotOptimize(event_access::make(1, slices));
}
BENCHMARK(make_an_event)->Arg(400)->Arg(8192);

void decode_a_policy_event(benchmark::State& state) {
  std::string const text = bench::page_text(static_cast<std::size_t>(state.range(0))).event();
  for (auto _ : state) {
    hai::event const fresh =
        event_access::parse(1, text);  // what is decoded is kept: each time another event
    benchmark::DoNotOptimize(fresh.get_if<hai::policy_event>());
  }
}
BENCHMARK(decode_a_policy_event)->Arg(400)->Arg(8192);

}  // namespace
