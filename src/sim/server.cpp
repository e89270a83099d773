#include "server.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <utility>

#include "connection.hpp"

namespace hai::sim {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto retry_pause = std::chrono::milliseconds(20);
constexpr int port_tries = 64;

error_code listen_on(tcp::acceptor& acceptor, std::uint16_t port) {
  error_code ec, ignored;
  tcp::endpoint const here(asio::ip::address_v4::loopback(), port);
  acceptor.open(here.protocol(), ec);
  if (!ec) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) acceptor.bind(here, ec);
  if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (ec) acceptor.close(ignored);
  return ec;
}

// Below the range from which the system takes the ports of outgoing connections: there a client could take
// ours while we restart, or, on loopback, even be connected to itself.
error_code listen_anywhere(tcp::acceptor& acceptor) {
  std::random_device random;
  std::uniform_int_distribution<unsigned> ports(15000, 32000);
  for (int i = 0; i < port_tries; ++i)
    if (!listen_on(acceptor, static_cast<std::uint16_t>(ports(random)))) return {};
  return listen_on(acceptor, 0);
}

std::string temporary_file() {
  std::string name = (std::filesystem::temp_directory_path() / "hai-sim-ca-XXXXXX").string();
  int const fd = mkstemp(name.data());
  if (fd < 0) throw std::runtime_error("simulated platform: cannot make a temporary file for its CA");
  ::close(fd);
  return name;
}

}  // namespace

server::server(asio::any_io_executor executor, platform_options options)
    : world_(std::move(options)),
      strand_(asio::make_strand(std::move(executor))),
      identity_(world_.options().tls ? make_identity(world_.options().certificate) : tls_identity()),
      wires_(world_.options().tls ? wire_factory(identity_, world_.options().session_tickets)
                                  : wire_factory()),
      acceptor_(strand_) {
  port_ = world_.options().port;
  auto const failed = port_ == 0 ? listen_anywhere(acceptor_) : listen_on(acceptor_, port_);
  if (failed) throw boost::system::system_error(failed, "simulated platform: listen");
  port_ = acceptor_.local_endpoint().port();
  if (world_.options().tls) write_ca_file();
  std::string const scheme = world_.options().tls ? "https://" : "http://";
  // Another host name is another origin, though the same server answers there.
  world_.links(scheme + "localhost:" + std::to_string(port_), scheme + "127.0.0.1:" + std::to_string(port_));
}

server::~server() { remove_ca_file(); }

void server::remove_ca_file() {
  std::error_code not_there;
  if (owns_ca_file_) std::filesystem::remove(ca_file_, not_there);
  owns_ca_file_ = false;
}

void server::write_ca_file() {
  ca_file_ = world_.options().ca_file;
  owns_ca_file_ = ca_file_.empty();
  if (owns_ca_file_) ca_file_ = temporary_file();
  std::ofstream file(ca_file_, std::ios::trunc);
  file << identity_.ca_pem;
  if (!file.flush()) throw std::runtime_error("simulated platform: cannot write its CA to " + ca_file_);
}

void server::start() { asio::co_spawn(strand_, accept_loop(shared_from_this(), era_), asio::detached); }

asio::awaitable<void> server::accept_loop(std::shared_ptr<server> self, std::uint64_t era) {
  auto const pause = std::make_shared<alarm>(self->strand_, self->world_);
  while (self->era_ == era) {
    tcp::socket socket(self->strand_);
    error_code ec;
    co_await self->acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, ec));
    if (self->era_ != era) co_return;
    if (!ec) {
      self->accepted(std::move(socket));
    } else {
      // Out of file descriptors, most likely: some will be given back.
      co_await pause->breathe(retry_pause);
    }
  }
}

void server::accepted(tcp::socket socket) {
  auto const trouble = world_.accepted();
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  auto const number = ++connection_count_;
  auto const c = std::make_shared<connection>(shared_from_this(), wires_.make(std::move(socket)), number);
  if (trouble) return c->drop(true);
  connections_.emplace(number, c);
  asio::co_spawn(strand_, connection::run(c), asio::detached);
}

void server::drop_all() {
  for (auto const& [number, weak] : std::exchange(connections_, {}))
    if (auto const c = weak.lock()) c->drop(false);
}

void server::close_listener() {
  ++era_;
  if (downtime_) downtime_->stop();
  error_code ignored;
  acceptor_.close(ignored);
}

void server::open() {
  ++era_;
  start();
}

void server::drop_connections() {
  asio::dispatch(strand_, [self = shared_from_this()] { self->drop_all(); });
}

void server::stop() {
  asio::dispatch(strand_, [self = shared_from_this()] {
    self->close_listener();
    self->drop_all();
  });
}

void server::restart(std::chrono::nanoseconds down) {
  time_point const when = world_.now() + std::chrono::duration_cast<time_point::duration>(down);
  asio::dispatch(strand_, [self = shared_from_this(), when] {
    self->close_listener();
    self->drop_all();
    self->downtime_ = std::make_shared<alarm>(self->strand_, self->world_);
    asio::co_spawn(self->strand_, come_back(self, when, self->era_), asio::detached);
  });
}

asio::awaitable<void> server::come_back(std::shared_ptr<server> self, time_point when, std::uint64_t era) {
  auto const pause = self->downtime_;
  co_await pause->sleep_until(when);
  while (self->era_ == era && listen_on(self->acceptor_, self->port_)) co_await pause->breathe(retry_pause);
  if (self->era_ == era) self->open();
}

}  // namespace hai::sim
