#include <boost/asio/use_awaitable.hpp>
#include <hai/error.hpp>
#include <hai/session_monitor.hpp>
#include <utility>

#include "monitor/monitor_core.hpp"
#include "session/client_access.hpp"

namespace hai {
namespace asio = boost::asio;

namespace {

using one_source = std::shared_ptr<detail::cursor<std::optional<monitor_item>>>;
using batch_source = std::shared_ptr<detail::cursor<std::vector<monitor_item>>>;

asio::awaitable<std::optional<monitor_item>> next_of(one_source source) {
  co_return co_await detail::async_take<std::optional<monitor_item>>(std::move(source), asio::use_awaitable);
}

asio::awaitable<std::vector<monitor_item>> next_batch_of(batch_source source) {
  co_return co_await detail::async_take<std::vector<monitor_item>>(std::move(source), asio::use_awaitable);
}

}  // namespace

session_monitor::session_monitor(client by, monitor_options options)
    : core_(detail::monitor_core::make(detail::client_access::caller_of(by), options)) {}

session_monitor::session_monitor(session_monitor&&) noexcept = default;

session_monitor& session_monitor::operator=(session_monitor&& other) noexcept {
  if (this != &other) {
    close();
    core_ = std::move(other.core_);
  }
  return *this;
}

session_monitor::~session_monitor() { close(); }

std::shared_ptr<detail::monitor_core> const& session_monitor::core() const {
  if (!core_) throw error(errc::closed, "the monitor was moved from");
  return core_;
}

void session_monitor::watch(std::string id, std::uint64_t from_index) {
  core()->watch(std::move(id), from_index);
}

void session_monitor::unwatch(std::string const& id) { core()->unwatch(id); }

void session_monitor::discover(session_filter filter, std::chrono::seconds every) {
  core()->discover(std::move(filter), every);
}

asio::awaitable<std::optional<monitor_item>> session_monitor::next() { return next_of(core()); }
asio::awaitable<std::vector<monitor_item>> session_monitor::next_batch() { return next_batch_of(core()); }

one_source session_monitor::singles() const { return core(); }
batch_source session_monitor::batches() const { return core(); }

boost::json::value session_monitor::checkpoint() const { return core()->save(); }

void session_monitor::restore(boost::json::value const& checkpoint) { core()->restore(checkpoint); }

void session_monitor::close() {
  if (core_) core_->close();
}

}  // namespace hai
