#include <boost/asio/system_executor.hpp>
#include <hai/event_stream.hpp>
#include <utility>

#include "session/failed_cursor.hpp"
#include "session/stream_core.hpp"

namespace hai {
namespace asio = boost::asio;

namespace {

std::shared_ptr<detail::event_buffer> begun(std::shared_ptr<detail::stream_core> const& core) {
  if (!core) throw error(errc::closed, "the stream is empty: make one with session::stream");
  core->ensure_running();
  return core->buffer();
}

/// Who waits for the next event does not keep the stream.
std::shared_ptr<detail::event_buffer> begun_and_left(std::shared_ptr<detail::stream_core>& core) {
  auto buffer = begun(core);
  core.reset();
  return buffer;
}

asio::awaitable<std::vector<event>> next_batch_of(std::shared_ptr<detail::stream_core> core) {
  std::shared_ptr<detail::cursor<std::vector<event>>> const buffer = begun(core);
  core.reset();
  co_return co_await detail::async_take<std::vector<event>>(buffer, asio::use_awaitable);
}

}  // namespace

event_stream::event_stream() noexcept = default;
event_stream::event_stream(event_stream&&) noexcept = default;
event_stream::event_stream(std::shared_ptr<detail::stream_core> core) noexcept : core_(std::move(core)) {}

event_stream& event_stream::operator=(event_stream&& other) noexcept {
  if (this != &other) {
    close();
    core_ = std::move(other.core_);
  }
  return *this;
}

event_stream::~event_stream() { close(); }

asio::awaitable<std::optional<event>> event_stream::next() {
  return detail::take_next(core_, &begun_and_left);
}
asio::awaitable<std::vector<event>> event_stream::next_batch() { return next_batch_of(core_); }

std::shared_ptr<detail::cursor<std::optional<event>>> event_stream::singles() const {
  return detail::cursor_from<std::optional<event>>(asio::system_executor(), [this] { return begun(core_); });
}
std::shared_ptr<detail::cursor<std::vector<event>>> event_stream::batches() const {
  return detail::cursor_from<std::vector<event>>(asio::system_executor(), [this] { return begun(core_); });
}

std::uint64_t event_stream::next_index() const { return core_ ? core_->buffer()->next_index() : 0; }

run_result const& event_stream::result() const {
  static run_result const none;
  return core_ ? core_->buffer()->reported_result() : none;
}

void event_stream::close() {
  if (core_) core_->close();
}

}  // namespace hai
