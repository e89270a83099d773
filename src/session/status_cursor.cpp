#include <boost/asio/use_awaitable.hpp>
#include <hai/error.hpp>
#include <hai/status_cursor.hpp>
#include <utility>

#include "session/status_poll.hpp"

namespace hai {
namespace asio = boost::asio;

namespace {

using status_source = std::shared_ptr<detail::cursor<std::optional<session_status>>>;

asio::awaitable<std::optional<session_status>> next_of(std::shared_ptr<detail::status_poll> core) {
  if (!core) throw error(errc::closed, "the status cursor is empty: make one with session::poll_status");
  core->ensure_running();
  status_source const buffer = core->buffer();
  core.reset();
  co_return co_await detail::async_take<std::optional<session_status>>(buffer, asio::use_awaitable);
}

}  // namespace

status_cursor::status_cursor() noexcept = default;
status_cursor::status_cursor(status_cursor&&) noexcept = default;
status_cursor::status_cursor(std::shared_ptr<detail::status_poll> core) noexcept : core_(std::move(core)) {}

status_cursor& status_cursor::operator=(status_cursor&& other) noexcept {
  if (this != &other) {
    close();
    core_ = std::move(other.core_);
  }
  return *this;
}

status_cursor::~status_cursor() { close(); }

asio::awaitable<std::optional<session_status>> status_cursor::next() { return next_of(core_); }

status_source status_cursor::begun() const {
  if (!core_) throw error(errc::closed, "the status cursor is empty: make one with session::poll_status");
  core_->ensure_running();
  return core_->buffer();
}

void status_cursor::close() {
  if (core_) core_->close();
}

}  // namespace hai
