// Several io_contexts, each with a thread and a client of its own, side by side; what they share is the
// observer.

#include <hai/log_observer.hpp>
#include <hai/observer_group.hpp>
#include <hai/prometheus_exporter.hpp>

#include "threads/thread_fixture.hpp"

namespace hai::test {
namespace {

constexpr std::size_t contexts = 4, sessions_each = 4, events_each = 20;

asio::awaitable<void> follow(client by, std::string id, std::size_t& seen) {
  auto handle = by.session(id);
  while (auto const got = co_await handle.next_event()) {
    EXPECT_EQ(got->index(), seen % events_each);
    ++seen;
  }
}

TEST_F(threads, contexts_with_a_client_each_do_not_meet) {
  auto const exporter = std::make_shared<prometheus_exporter>();
  std::atomic<std::size_t> lines = 0;
  auto const log = std::make_shared<log_observer>(log_level::debug, [&](std::string) { ++lines; });
  std::vector<std::shared_ptr<observer>> both{exporter, log};
  auto const shared = options().observer(std::make_shared<observer_group>(both));
  auto const ids = finished_sessions(contexts * sessions_each, events_each);
  std::vector<std::size_t> seen(contexts);
  {
    crowd everybody;
    for (std::size_t n = 0; n < contexts; ++n)
      everybody.add([&, n] {
        asio::io_context io(1);
        client by(io, shared);
        auto const work = [&]() -> asio::awaitable<void> {
          for (std::size_t i = 0; i < sessions_each; ++i)
            co_await follow(by, ids[n * sessions_each + i], seen[n]);
        };
        asio::co_spawn(io, work(), [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
        io.run();
      });
    for (int scrape = 0; scrape < 50; ++scrape) EXPECT_FALSE(exporter->text().empty());
  }
  for (auto const count : seen) EXPECT_EQ(count, sessions_each * events_each);
  EXPECT_GT(lines, contexts * sessions_each);
  std::string const events =
      "hai_events_total " + std::to_string(contexts * sessions_each * events_each) + "\n";
  EXPECT_NE(exporter->text().find(events), std::string::npos);
}

}  // namespace
}  // namespace hai::test
