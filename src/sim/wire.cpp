#include "wire.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace hai::sim {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

void close_socket(tcp::socket& socket, bool reset) {
  error_code ignored;
  if (reset) socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

class plain_wire final : public wire {
 public:
  explicit plain_wire(tcp::socket socket) : socket_(std::move(socket)) {}

  asio::awaitable<error_code> handshake() override { co_return error_code(); }
  bool resumed() const override { return false; }
  void read_some(asio::mutable_buffer buffer, read_handler done) override {
    socket_.async_read_some(buffer, std::move(done));
  }
  asio::awaitable<error_code> write(std::string_view bytes) override {
    error_code ec;
    co_await asio::async_write(socket_, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, ec));
    co_return ec;
  }
  asio::awaitable<void> finish() override {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    close_socket(socket_, false);
    co_return;
  }
  void drop(bool reset) override { close_socket(socket_, reset); }

 private:
  tcp::socket socket_;
};

class tls_wire final : public wire {
 public:
  tls_wire(tcp::socket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}

  asio::awaitable<error_code> handshake() override {
    error_code ec;
    co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                     asio::redirect_error(asio::use_awaitable, ec));
    co_return ec;
  }
  bool resumed() const override {
    return SSL_session_reused(const_cast<tls_wire*>(this)->stream_.native_handle()) == 1;
  }
  void read_some(asio::mutable_buffer buffer, read_handler done) override {
    stream_.async_read_some(buffer, std::move(done));
  }
  asio::awaitable<error_code> write(std::string_view bytes) override {
    error_code ec;
    co_await asio::async_write(stream_, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, ec));
    co_return ec;
  }
  asio::awaitable<void> finish() override {
    // The peer's close_notify is not waited for: it may never come, and a read may be under way.
    SSL_set_shutdown(stream_.native_handle(),
                     SSL_get_shutdown(stream_.native_handle()) | SSL_RECEIVED_SHUTDOWN);
    error_code ignored;
    co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
    stream_.next_layer().shutdown(tcp::socket::shutdown_both, ignored);
    close_socket(stream_.next_layer(), false);
  }
  void drop(bool reset) override { close_socket(stream_.next_layer(), reset); }

 private:
  asio::ssl::stream<tcp::socket> stream_;
};

}  // namespace

struct wire_factory::tls {
  asio::ssl::context context{asio::ssl::context::tls_server};
};

wire_factory::wire_factory() = default;
wire_factory::~wire_factory() = default;

wire_factory::wire_factory(tls_identity const& identity, bool session_tickets)
    : tls_(std::make_unique<tls>()) {
  auto& context = tls_->context;
  context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                      asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1);
  context.use_certificate_chain(asio::buffer(identity.certificate_pem));
  context.use_private_key(asio::buffer(identity.key_pem), asio::ssl::context::pem);
  SSL_CTX* const native = context.native_handle();
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  static constexpr unsigned char session_scope[] = "hai-sim";
  SSL_CTX_set_session_id_context(native, session_scope, sizeof session_scope - 1);
  if (session_tickets) return;
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(native, SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(native, 0);
}

std::unique_ptr<wire> wire_factory::make(tcp::socket socket) const {
  if (!tls_) return std::make_unique<plain_wire>(std::move(socket));
  return std::make_unique<tls_wire>(std::move(socket), tls_->context);
}

}  // namespace hai::sim
