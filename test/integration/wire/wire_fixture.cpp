#include "wire_fixture.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>

namespace hai::test {

wire_test::~wire_test() {
  platform_.reset();  // its callbacks use the rest
}

sim::platform& wire_test::serve(platform_options options) {
  options.on_parked([this](sim::request_record const&) { on_parked(); });
  return platform_.emplace(std::move(options));
}

void wire_test::on_parked() {
  std::function<void()> action;
  {
    std::lock_guard const lock(mutex_);
    if (!actions_.empty()) {
      action = std::move(actions_.front());
      actions_.pop_front();
    }
  }
  if (action) action();
  asio::post(io, [this] {
    ++parked_;
    gate_.cancel();
  });
}

void wire_test::when_parked(std::function<void()> action) {
  std::lock_guard const lock(mutex_);
  actions_.push_back(std::move(action));
}

asio::awaitable<void> wire_test::until_parked(std::uint64_t count) {
  while (parked_ < count) {
    gate_.expires_at(asio::steady_timer::time_point::max());
    co_await gate_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

client_options wire_test::options() const {
  client_options made;
  made.base_url(platform_->url()).api_key(platform_->api_key());
  tls_options trust;
  trust.ca_pem(platform_->ca_pem());
  made.tls(trust);
  return made;
}

std::uint64_t wire_test::requests(std::string const& route) {
  auto const account = platform().account();
  auto const found = account.requests_by_route.find(route);
  return found == account.requests_by_route.end() ? 0 : found->second;
}

void wire_test::drive(bool const& done) {
  auto const bound = std::chrono::steady_clock::now() + 60s;
  io.restart();
  while (!done)
    if (io.run_one_until(bound) == 0) throw std::runtime_error("the operation never ended");
}

void wire_test::expect_whole(std::vector<event> const& got, std::string const& id, std::size_t from) {
  auto const held = platform().events(id);
  ASSERT_GE(held.size(), from);
  ASSERT_EQ(got.size(), held.size() - from);
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].index(), from + i);
    EXPECT_EQ(got[i].raw(), held[from + i]);
  }
}

run_result wire_test::follow(client const& by, std::string const& id) {
  auto handle = by.session(id);
  expect_whole(await(rest_of(handle)), id);
  return handle.result();
}

asio::awaitable<std::vector<event>> rest_of(event_stream& stream) {
  std::vector<event> all;
  while (auto each = co_await stream.next()) all.push_back(std::move(*each));
  co_return all;
}

asio::awaitable<std::vector<event>> rest_of(session handle) {
  std::vector<event> all;
  while (auto each = co_await handle.next_event()) all.push_back(std::move(*each));
  co_return all;
}

script events(std::size_t count) {
  script made;
  for (std::size_t i = 0; i < count; ++i)
    made.event(0ms, "FleetNoteEvent", "{\"note\":\"number " + std::to_string(i) + " \\u00e9\"}");
  return made;
}

script finished(std::size_t count) {
  return events(count).answer(0ms, R"("done")").ends("completed", {}, {}, "success");
}

}  // namespace hai::test
