#include <hai/sim/platform.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/json.hpp>
#include <thread>
#include <utility>

#include "server.hpp"
#include "unscripted.hpp"

namespace hai::sim {

namespace {

namespace asio = boost::asio;

platform_options completed(platform_options options) {
  if (options.get().on_create) return options;
  auto count = std::make_shared<std::uint64_t>(options.get().seed);
  options.on_create([count](boost::json::object const& request) { return unscripted((*count)++, request); });
  return options;
}

std::shared_ptr<server> started(asio::any_io_executor executor, platform_options options) {
  auto s = std::make_shared<server>(std::move(executor), completed(std::move(options)));
  s->start();
  return s;
}

}  // namespace

struct platform::owned_thread {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(io);
  std::thread thread{[this] { io.run(); }};

  void finish() {
    work.reset();
    if (thread.joinable()) thread.join();
  }
};

platform::platform(asio::any_io_executor executor, platform_options options)
    : server_(started(std::move(executor), std::move(options))) {}

platform::platform(asio::io_context& io, platform_options options)
    : platform(asio::any_io_executor(io.get_executor()), std::move(options)) {}

platform::platform(platform_options options) : thread_(std::make_unique<owned_thread>()) {
  try {
    server_ = started(thread_->io.get_executor(), std::move(options));
  } catch (...) {
    thread_->finish();
    throw;
  }
}

platform::platform(platform&&) noexcept = default;

platform::~platform() {
  if (!server_) return;
  server_->state().forget_handlers();
  server_->remove_ca_file();
  server_->stop();
  if (thread_) thread_->finish();
}

std::string platform::url() const {
  auto const& options = server_->state().options();
  return (options.tls ? "https://localhost:" : "http://localhost:") + std::to_string(port()) +
         options.base_path;
}

std::uint16_t platform::port() const { return server_->port(); }
std::string const& platform::ca_file() const { return server_->ca_file(); }
std::string const& platform::ca_pem() const { return server_->ca_pem(); }
std::string const& platform::api_key() const { return server_->state().options().api_keys.front(); }

std::string platform::add_session(script s) { return server_->state().add_session(std::move(s)); }
void platform::play(std::string const& id, script more) { server_->state().play(id, std::move(more)); }
void platform::remove_session(std::string const& id) { server_->state().remove_session(id); }
std::vector<std::string> platform::events(std::string const& id) const { return server_->state().events(id); }
sim::account platform::account() const { return server_->state().balance(); }

void platform::fail(fault f) { server_->state().fail(std::move(f)); }
void platform::heal() { server_->state().heal(); }
void platform::drop_connections() { server_->drop_connections(); }
void platform::stop() { server_->stop(); }
void platform::restart(std::chrono::nanoseconds down) { server_->restart(down); }
void platform::advance(std::chrono::nanoseconds step) { server_->state().advance(step); }

}  // namespace hai::sim
