#include <boost/asio/system_executor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <hai/error.hpp>
#include <hai/status_cursor.hpp>
#include <utility>

#include "session/failed_cursor.hpp"
#include "session/status_poll.hpp"

namespace hai {
namespace asio = boost::asio;

namespace {

using status_source = std::shared_ptr<detail::cursor<std::optional<session_status>>>;

std::shared_ptr<detail::status_buffer> buffer_of(std::shared_ptr<detail::status_poll> const& core) {
  if (!core) throw error(errc::closed, "the status cursor is empty: make one with session::poll_status");
  core->ensure_running();
  return core->buffer();
}

asio::awaitable<std::optional<session_status>> next_of(std::shared_ptr<detail::status_poll> core) {
  status_source const buffer = buffer_of(core);
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
  return detail::cursor_from<std::optional<session_status>>(asio::system_executor(),
                                                            [this] { return buffer_of(core_); });
}

void status_cursor::close() {
  if (core_) core_->close();
}

}  // namespace hai
