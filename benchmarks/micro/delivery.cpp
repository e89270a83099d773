// From a stream's buffer into the hands of its consumer.

#include <benchmark/benchmark.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "micro/page.hpp"
#include "model/envelope_reader.hpp"
#include "model/event_access.hpp"
#include "session/event_buffer.hpp"

namespace {

namespace asio = boost::asio;
using hai::detail::event_buffer;

std::shared_ptr<event_buffer> make_buffer(asio::io_context& io) {
  return std::make_shared<event_buffer>(io.get_executor(), hai::detail::buffer_bounds{1000, 1 << 24}, 0);
}

hai::event make_event() {
  static std::string const text = bench::page_text(400).event();
  static auto const slices = hai::model::read_event_text(text);
  return hai::detail::event_access::make(0, slices);
}

asio::awaitable<void> consume(std::shared_ptr<event_buffer> buffer, long& taken) {
  while (auto const event = co_await hai::detail::take_next(buffer)) ++taken;
}

asio::awaitable<void> consume_some(std::shared_ptr<event_buffer> buffer, long count) {
  for (; count > 0; --count) co_await hai::detail::take_next(buffer);
}

/// The consumer waits, an event comes.
void to_a_waiting_consumer(benchmark::State& state) {
  asio::io_context io;
  auto const buffer = make_buffer(io);
  long taken = 0;
  asio::co_spawn(io, consume(buffer, taken), asio::detached);
  io.poll();
  for (auto _ : state) {
    hai::event each = make_event();
    buffer->push(each);
    io.restart();
    io.poll();
  }
  if (taken != static_cast<long>(state.iterations())) state.SkipWithError("events were lost");
}
BENCHMARK(to_a_waiting_consumer);

/// A page of 50 is there before the consumer looks.
void to_a_ready_consumer(benchmark::State& state) {
  constexpr long page = 50;
  asio::io_context io;
  auto const buffer = make_buffer(io);
  for (auto _ : state) {
    for (long i = 0; i < page; ++i) {
      hai::event each = make_event();
      buffer->push(each);
    }
    asio::co_spawn(io, consume_some(buffer, page), asio::detached);
    io.restart();
    io.run();
  }
  state.SetItemsProcessed(page * state.iterations());
}
BENCHMARK(to_a_ready_consumer);

}  // namespace

BENCHMARK_MAIN();
