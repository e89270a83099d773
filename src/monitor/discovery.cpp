#include "monitor/discovery.hpp"

#include <hai/error.hpp>
#include <hai/page.hpp>
#include <hai/session_summary.hpp>
#include <utility>

#include "api/list_calls.hpp"
#include "api/page_limits.hpp"
#include "monitor/monitor_core.hpp"

namespace hai::detail {
namespace {

constexpr unsigned whole_sweeps = 10;  ///< one of so many reads a growing list to its end

/// A list of all states only grows, and its news come first.
bool grows_at_the_front(session_filter const& filter) {
  return filter.status().empty() && filter.sort().value_or("-created_at") == "-created_at";
}

}  // namespace

std::shared_ptr<discovery> discovery::make(api::caller who, std::weak_ptr<monitor_core> monitor,
                                           session_filter filter, std::chrono::seconds every) {
  if (every <= std::chrono::seconds(0))
    throw error(errc::invalid_argument, "discover: every: must be more than 0");
  if (filter.page())
    throw error(errc::invalid_argument, "discover: filter: page: all pages are read, from the first on");
  who.core->routes().list_sessions(filter);  // refuses what is out of range
  auto made = std::make_shared<discovery>(std::move(who), std::move(monitor), std::move(filter), every);
  made->bind();
  return made;
}

discovery::discovery(api::caller who, std::weak_ptr<monitor_core> monitor, session_filter filter,
                     std::chrono::seconds every)
    : sweep(std::move(who), observed::sweep_kind::discovery),
      monitor_(std::move(monitor)),
      filter_(std::move(filter)),
      every_(every) {}

void discovery::over(std::exception_ptr failure) {
  if (auto const monitor = monitor_.lock()) monitor->discovery_over(std::move(failure));
}

asio::awaitable<std::optional<net::duration>> discovery::look() {
  bool const to_the_end = !grows_at_the_front(filter_) || sweeps_ % whole_sweeps == 0;
  co_await read_list(to_the_end);
  ++sweeps_;
  co_return every_;
}

asio::awaitable<void> discovery::read_list(bool to_the_end) {
  auto const size = filter_.size().value_or(api::most_sessions);
  for (std::int64_t number = 1;; ++number) {
    session_filter one = filter_;
    one.page(number).size(size);
    auto const asked = now();
    page<session_summary> const read = co_await api::list_sessions(who(), std::move(one));
    auto const monitor = monitor_.lock();
    if (!monitor) co_return;
    bool news = false;
    for (auto const& each : read.items) news = monitor->found(each, asked) || news;
    bool const is_last = read.items.empty() || number * size >= read.total;
    if (is_last || (!news && !to_the_end)) co_return;
  }
}

}  // namespace hai::detail
