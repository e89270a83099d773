#include "watch/all_sessions.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include <hai/error.hpp>
#include <hai/in_flight.hpp>

namespace hai::watch {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto between_looks_at_all = 5s;
constexpr auto between_looks_at_new = 2s;

/// When the newest session was made; by this machine's clock where the server cannot be asked.
asio::awaitable<std::optional<session_filter::time_point>> newest(client api) {
  std::optional<session_filter::time_point> made;
  session_filter first;
  first.size(1);
  try {
    page<session_summary> const read = co_await api.list_sessions(std::move(first));
    if (!read.items.empty() && read.items.front().created_at) made = *read.items.front().created_at;
  } catch (error const& failure) {
    if (!is_transient(failure.code())) throw;
    made = std::chrono::system_clock::now();
  }
  co_return made;
}

}  // namespace

asio::awaitable<void> discover_all(client api, session_monitor& monitor, until goal) {
  monitor.discover(in_flight(goal), between_looks_at_all);
  session_filter created_later;
  if (auto const made = co_await newest(std::move(api))) created_later.created_after(*made);
  monitor.discover(std::move(created_later), between_looks_at_new);
}

}  // namespace hai::watch
