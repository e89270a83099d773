#include "scripted_server.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <stdexcept>

namespace hai::http::testing {
namespace asio = boost::asio;

namespace {

/// Reaches the address of an origin without TLS; what goes wrong is a connect failure.
class plain_connector final : public net::connector {
 public:
  explicit plain_connector(std::shared_ptr<net::system> machine) : machine_(std::move(machine)) {}

  asio::awaitable<net::connected> connect(net::origin where, std::optional<net::proxy>,
                                          net::connect_limits) override {
    auto const addresses = co_await machine_->resolve(where.host, where.port);
    net::connected made;
    made.stream = co_await machine_->connect(addresses.front());
    co_return made;
  }

 private:
  std::shared_ptr<net::system> machine_;
};

std::size_t length_of(std::string const& head) {
  auto const at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

asio::awaitable<void> serve(std::shared_ptr<server_end> end, pool_in_virtual_time::script script,
                            int number) {
  co_await script(*end, number);
}

}  // namespace

server_end::server_end(std::shared_ptr<net::system> machine,
                       std::shared_ptr<simulation::virtual_connection> wire)
    : machine_(std::move(machine)), wire_(std::move(wire)), stream_(wire_->take_server_end()) {}

asio::awaitable<std::string> server_end::read_request() {
  for (;;) {
    auto const head_end = unread_.find("\r\n\r\n");
    if (head_end != std::string::npos) {
      auto const whole = head_end + 4 + length_of(unread_.substr(0, head_end));
      if (unread_.size() >= whole) {
        auto request = unread_.substr(0, whole);
        unread_.erase(0, whole);
        co_return request;
      }
    }
    std::array<char, 4096> some;
    boost::system::error_code failure;
    auto const step = stream_->try_read(some, failure);
    if (failure || step.ended) co_return std::string();
    unread_.append(some.data(), step.bytes);
    if (step.wanted != net::readiness::none) co_await stream_->wait(step.wanted, failure);
    if (failure) co_return std::string();
  }
}

asio::awaitable<void> server_end::write(std::string bytes) {
  std::span<char const> rest(bytes);
  while (!rest.empty()) {
    boost::system::error_code failure;
    auto const step = stream_->try_write(rest, failure);
    if (failure) co_return;
    rest = rest.subspan(step.bytes);
    if (step.wanted != net::readiness::none) co_await stream_->wait(step.wanted, failure);
    if (failure) co_return;
  }
}

asio::awaitable<void> server_end::sleep(net::duration span) {
  auto const executor = co_await asio::this_coro::executor;
  auto const timer = machine_->make_timer(executor);
  timer->expires_at(machine_->now() + span);
  boost::system::error_code ignored;
  co_await timer->wait(ignored);
}

pool_in_virtual_time::pool_in_virtual_time(script serve_one, pool_options options)
    : machine(std::make_shared<simulation::virtual_system>(io)), count(std::make_shared<counters>()) {
  machine->add_host("api.test", {"10.0.0.1"});
  machine->listen("10.0.0.1", 80, [this, serve_one](std::shared_ptr<simulation::virtual_connection> wire) {
    wires.push_back(wire);
    auto end = std::make_shared<server_end>(machine, wire);
    asio::co_spawn(io, serve(std::move(end), serve_one, ++accepted), asio::detached);
  });
  pool_ = pool::make(io.get_executor(), machine, std::make_shared<plain_connector>(machine), options, count);
}

pool_in_virtual_time::~pool_in_virtual_time() = default;

net::origin pool_in_virtual_time::origin() { return net::origin{false, "api.test", 80}; }

exchange_limits pool_in_virtual_time::limits() {
  exchange_limits limits;
  limits.connecting = {std::chrono::seconds(10), std::chrono::seconds(10), std::chrono::seconds(10)};
  limits.total = std::chrono::seconds(60);
  limits.hold = std::chrono::seconds(30);
  limits.stall = std::chrono::seconds(20);
  return limits;
}

void pool_in_virtual_time::run(std::function<asio::awaitable<void>()> body) {
  bool ended = false;
  std::exception_ptr failure;
  auto on_end = [&](std::exception_ptr why) {
    ended = true;
    failure = why;
  };
  asio::co_spawn(io, std::move(body), on_end);
  if (!machine->run_until([&] { return ended; }))
    throw std::runtime_error("the scenario came to a standstill");
  machine->run_ready();
  if (failure) std::rethrow_exception(failure);
}

std::string ok(std::string const& body, std::string const& headers) {
  return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

}  // namespace hai::http::testing
