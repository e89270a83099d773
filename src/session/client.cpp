#include <hai/client.hpp>
#include <utility>

#include "api/calls.hpp"
#include "session/session_core.hpp"

namespace hai {
namespace asio = boost::asio;

namespace {

asio::awaitable<session> start_with(client by, api::caller who, session_request request) {
  session_resource const made = co_await api::create_session(std::move(who), std::move(request));
  co_return by.session(made.id);
}

}  // namespace

client::client(asio::any_io_executor executor, client_options options)
    : core_(api::client_core::make(std::move(executor), options)), settings_(api::settings_from(options)) {}

client::client(asio::io_context& context, client_options options)
    : client(asio::any_io_executor(context.get_executor()), std::move(options)) {}

client::client(std::shared_ptr<api::client_core> core, std::shared_ptr<api::call_settings const> settings)
    : core_(std::move(core)), settings_(std::move(settings)) {}

session client::session(std::string id, std::uint64_t from_index) const {
  api::caller who{core_, settings_};
  return hai::session(std::make_shared<detail::session_core>(std::move(who), std::move(id), from_index));
}

client client::with(call_options changes) const {
  return client(core_, api::settings_with(*settings_, changes));
}

client_stats client::stats() const { return core_->counters().snapshot(); }

asio::any_io_executor client::home() const { return core_->executor_or_system(); }

asio::awaitable<session> client::do_start_session(session_request request) const {
  api::caller who{core_, settings_};
  return start_with(*this, std::move(who), std::move(request));
}

asio::awaitable<session> client::start_session(session_request request) const {
  return detail::launch<hai::session>(home(), do_start_session(std::move(request)), asio::use_awaitable);
}

asio::awaitable<void> client::do_close() const { return core_->close(); }

asio::awaitable<void> client::close() const {
  return detail::launch<void>(home(), do_close(), asio::use_awaitable);
}

}  // namespace hai
