#include "simulation/virtual_stream.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>

#include "simulation/parked_handler.hpp"

namespace hai::simulation {
namespace asio = boost::asio;
using boost::system::error_code;
using net::readiness;
using net::step;

namespace {

/// The bytes of one direction. Its reader is one end of the connection, its writer the other.
struct flow {
  explicit flow(asio::any_io_executor const& executor) : reader(executor), writer(executor) {}

  direction_behaviour behaviour;
  std::string bytes;
  std::size_t received = 0;
  bool finished = false;  ///< no byte will follow
  error_code broken;
  parked_handler reader;
  parked_handler writer;

  bool is_cut() const { return behaviour.cut_after == 0; }
  bool is_readable() const { return !bytes.empty() || finished || broken || is_cut(); }
  bool is_writable() const { return bytes.size() < behaviour.capacity || finished || broken || is_cut(); }

  void wake() {
    if (is_readable()) reader.complete(error_code());
    if (is_writable()) writer.complete(error_code());
  }

  step read(std::span<char> into, error_code& failure) {
    step result;
    if (broken) {
      failure = broken;
    } else if (is_cut()) {
      read_the_cut(result, failure);
    } else if (!bytes.empty()) {
      auto const size =
          behaviour.next_read_size ? std::max<std::size_t>(behaviour.next_read_size(), 1) : unlimited;
      result.bytes = std::min({into.size(), bytes.size(), size, behaviour.cut_after});
      std::copy_n(bytes.begin(), result.bytes, into.begin());
      bytes.erase(0, result.bytes);
      received += result.bytes;
      if (behaviour.cut_after != unlimited) behaviour.cut_after -= result.bytes;
    } else if (finished) {
      result.ended = true;
    } else {
      result.wanted = readiness::readable;
    }
    wake();
    return result;
  }

  step write(std::span<char const> from, error_code& failure) {
    step result;
    if (broken || finished || is_cut()) {
      failure = broken ? broken : error_code(asio::error::broken_pipe);
      return result;
    }
    auto const room = behaviour.capacity > bytes.size() ? behaviour.capacity - bytes.size() : 0;
    result.bytes = std::min({from.size(), room, behaviour.max_write});
    if (result.bytes == 0 && !from.empty()) result.wanted = readiness::writable;
    bytes.append(from.data(), result.bytes);
    wake();
    return result;
  }

 private:
  void read_the_cut(step& result, error_code& failure) const {
    if (behaviour.cut == direction_behaviour::ending::fin)
      result.ended = true;
    else
      failure = asio::error::connection_reset;
  }
};

}  // namespace

struct virtual_connection::wire {
  explicit wire(asio::any_io_executor const& executor) : to_client(executor), to_server(executor) {}
  flow to_client;
  flow to_server;
  bool client_closed = false;
  bool server_closed = false;
};

namespace {

class virtual_stream final : public net::byte_stream {
 public:
  virtual_stream(std::shared_ptr<virtual_connection::wire> held, flow& in, flow& out, bool& closed)
      : wire_(std::move(held)), in_(in), out_(out), closed_(closed) {}
  ~virtual_stream() override { virtual_stream::close(); }

  step try_read(std::span<char> into, error_code& failure) override {
    failure.clear();
    if (!closed_) return in_.read(into, failure);
    failure = asio::error::bad_descriptor;
    return {};
  }

  step try_write(std::span<char const> from, error_code& failure) override {
    failure.clear();
    if (!closed_) return out_.write(from, failure);
    failure = asio::error::bad_descriptor;
    return {};
  }

  void async_wait(readiness wanted, asio::any_io_executor const&, net::wait_handler handler) override {
    auto& place = wanted == readiness::writable ? out_.writer : in_.reader;
    place.park(std::move(handler));
    if (closed_) place.complete(asio::error::operation_aborted);
    in_.wake();
    out_.wake();
  }

  bool is_idle() override { return !closed_ && !in_.is_readable() && !out_.broken; }
  bool is_drained() const noexcept override { return in_.bytes.empty(); }

  void close() noexcept override {
    if (closed_) return;
    closed_ = true;
    out_.finished = true;
    in_.finished = true;
    in_.bytes.clear();
    in_.reader.complete(asio::error::operation_aborted);
    out_.writer.complete(asio::error::operation_aborted);
    in_.wake();
    out_.wake();
  }

 private:
  std::shared_ptr<virtual_connection::wire> wire_;
  flow& in_;
  flow& out_;
  bool& closed_;
};

}  // namespace

virtual_connection::virtual_connection(asio::any_io_executor executor)
    : wire_(std::make_shared<wire>(executor)) {}

std::unique_ptr<net::byte_stream> virtual_connection::take_client_end() {
  return std::make_unique<virtual_stream>(wire_, wire_->to_client, wire_->to_server, wire_->client_closed);
}

std::unique_ptr<net::byte_stream> virtual_connection::take_server_end() {
  return std::make_unique<virtual_stream>(wire_, wire_->to_server, wire_->to_client, wire_->server_closed);
}

direction_behaviour& virtual_connection::to_client() { return wire_->to_client.behaviour; }
direction_behaviour& virtual_connection::to_server() { return wire_->to_server.behaviour; }

void virtual_connection::reset() {
  for (flow* direction : std::array{&wire_->to_client, &wire_->to_server}) {
    direction->bytes.clear();
    direction->broken = asio::error::connection_reset;
    direction->wake();
  }
}

std::size_t virtual_connection::received_by_client() const { return wire_->to_client.received; }
std::size_t virtual_connection::received_by_server() const { return wire_->to_server.received; }
bool virtual_connection::client_closed() const { return wire_->client_closed; }
bool virtual_connection::server_closed() const { return wire_->server_closed; }

}  // namespace hai::simulation
