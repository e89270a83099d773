#include "simulated_fleet.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <set>

namespace dashboard {
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t steps = 30;
constexpr auto pace = 4s;
constexpr std::size_t ended_kept = 100;  ///< on the platform, for who wants to look at their timeline

hai::sim::platform_options quiet_platform() {
  hai::sim::platform_options options;
  options.recorded_requests(0);
  return options;
}

}  // namespace

simulated_fleet::simulated_fleet(std::size_t sessions) : size_(sessions), platform_(quiet_platform()) {
  for (std::size_t each = 0; each < size_; ++each) add();
}

void simulated_fleet::add() {
  ids_.push_back(platform_.add_session(hai::sim::script::lifelike(next_seed_++, steps, pace)));
}

hai::client_options simulated_fleet::client_options() const {
  hai::client_options options;
  options.base_url(platform_.url()).api_key(platform_.api_key());
  options.tls(hai::tls_options().ca_pem(platform_.ca_pem()));
  return options;
}

asio::awaitable<void> simulated_fleet::keep_busy() {
  asio::steady_timer pause(co_await asio::this_coro::executor);
  for (;;) {
    pause.expires_after(2s);
    co_await pause.async_wait(asio::use_awaitable);
    auto const account = platform_.account();
    std::size_t in_flight = 0;
    std::deque<std::string> ended;
    for (auto const& id : ids_) {
      auto const found = account.sessions.find(id);
      bool const is_over =
          found != account.sessions.end() && hai::session_state(found->second.state).is_terminal();
      if (is_over)
        ended.push_back(id);
      else
        ++in_flight;
    }
    for (; in_flight < size_; ++in_flight) add();
    for (; ended.size() > ended_kept; ended.pop_front()) {
      platform_.remove_session(ended.front());
      std::erase(ids_, ended.front());
    }
  }
}

}  // namespace dashboard
