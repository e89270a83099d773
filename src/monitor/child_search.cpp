#include "monitor/child_search.hpp"

#include <algorithm>
#include <hai/page.hpp>
#include <hai/session_filter.hpp>
#include <hai/session_summary.hpp>
#include <utility>

#include "api/list_calls.hpp"
#include "api/page_limits.hpp"
#include "monitor/monitor_core.hpp"

namespace hai::detail {
namespace {

/// Between two requests: 20 a second, however many sessions are watched.
constexpr std::chrono::milliseconds between_requests{50};

/// Said of one session, and no reason to look for no other's children.
bool concerns_one(error const& failure) {
  return failure.code() == errc::not_found || failure.code() == errc::invalid_request;
}

}  // namespace

std::shared_ptr<child_search> child_search::make(api::caller who, std::weak_ptr<monitor_core> monitor) {
  auto made = std::make_shared<child_search>(std::move(who), std::move(monitor));
  made->bind();
  return made;
}

child_search::child_search(api::caller who, std::weak_ptr<monitor_core> monitor)
    : sweep(std::move(who), observed::sweep_kind::subagents), monitor_(std::move(monitor)) {}

void child_search::over(std::exception_ptr failure) {
  if (auto const monitor = monitor_.lock()) monitor->child_search_over(std::move(failure));
}

asio::awaitable<std::optional<net::duration>> child_search::look() {
  std::optional<child_looks::turn> turn;
  if (auto const monitor = monitor_.lock()) turn = monitor->next_child_look();
  if (!turn) co_return std::nullopt;
  auto const asked = now();
  if (turn->due > asked) co_return turn->due - asked;
  std::optional<error> failed;
  try {
    co_await read_children(turn->id);
  } catch (error const& failure) {
    failed = failure;
  }
  if (failed && !concerns_one(*failed)) throw *failed;
  if (auto const monitor = monitor_.lock()) monitor->looked_for_children(turn->id, asked);
  co_return between_requests;
}

asio::awaitable<void> child_search::read_children(std::string parent) {
  for (std::int64_t number = 1;; ++number) {
    session_filter children;
    children.parent_session_id(parent).page(number).size(api::most_sessions);
    auto const asked = now();
    page<session_summary> const read = co_await api::list_sessions(who(), std::move(children));
    auto const monitor = monitor_.lock();
    if (!monitor) co_return;
    for (auto const& each : read.items) monitor->found(each, asked);
    if (read.items.empty() || number * api::most_sessions >= read.total) co_return;
  }
}

}  // namespace hai::detail
