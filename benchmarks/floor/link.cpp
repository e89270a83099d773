#include "floor/link.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace bench {
namespace {

constexpr std::size_t buffer_size = 128 * 1024;

char received[buffer_size];
std::size_t received_taken = 0;
std::size_t received_filled = 0;
char plain[buffer_size];

std::vector<SSL_SESSION*> tickets;

int keep_ticket(SSL*, SSL_SESSION* session) {
  tickets.push_back(session);
  return 1;
}

}  // namespace

struct link_bio {
  static BIO_METHOD* method() {
    static BIO_METHOD* const made = [] {
      BIO_METHOD* const fresh = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "socket");
      BIO_meth_set_read_ex(fresh, &read);
      BIO_meth_set_write_ex(fresh, &write);
      BIO_meth_set_ctrl(fresh,
                        [](BIO*, int command, long, void*) -> long { return command == BIO_CTRL_FLUSH; });
      return fresh;
    }();
    return made;
  }

  static void begin(link& self) {
    received_taken = received_filled = 0;
    self.drained_ = false;
  }

  static void end(link& self) {
    if (self.spill_taken_ == self.spill_.size() && !self.spill_.empty()) {
      self.spill_.clear();
      self.spill_taken_ = 0;
    }
    if (received_taken < received_filled)
      self.spill_.append(received + received_taken, received_filled - received_taken);
    received_taken = received_filled = 0;
  }

  static int read(BIO* bio, char* into, std::size_t size, std::size_t* taken) {
    auto& self = *static_cast<link*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    if (self.spill_taken_ < self.spill_.size()) {
      *taken = std::min(size, self.spill_.size() - self.spill_taken_);
      std::memcpy(into, self.spill_.data() + self.spill_taken_, *taken);
      self.spill_taken_ += *taken;
      return 1;
    }
    if (received_taken == received_filled && !fill(self)) {
      if (!self.over_) BIO_set_retry_read(bio);
      *taken = 0;
      return 0;
    }
    *taken = std::min(size, received_filled - received_taken);
    std::memcpy(into, received + received_taken, *taken);
    received_taken += *taken;
    return 1;
  }

  static bool fill(link& self) {
    if (self.drained_) return false;
    auto const got = recv(self.socket_, received, sizeof received, MSG_DONTWAIT);
    received_taken = 0;
    received_filled = got > 0 ? static_cast<std::size_t>(got) : 0;
    self.drained_ = received_filled < sizeof received;
    if (got == 0 || (got < 0 && errno != EAGAIN)) self.over_ = true;
    return got > 0;
  }

  static int write(BIO* bio, char const* from, std::size_t size, std::size_t* taken) {
    auto const& self = *static_cast<link*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    auto const sent = send(self.socket_, from, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    *taken = sent > 0 ? static_cast<std::size_t>(sent) : 0;
    if (sent < 0 && errno == EAGAIN) BIO_set_retry_write(bio);
    return sent > 0;
  }
};

tls_client::tls_client(std::string const& ca_file) : context_(SSL_CTX_new(TLS_client_method())) {
  SSL_CTX* const context = context_.get();
  if (SSL_CTX_load_verify_file(context, ca_file.c_str()) != 1)
    throw std::runtime_error("the CA cannot be used");
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
}

void tls_client::resume() { SSL_CTX_sess_set_new_cb(context_.get(), &keep_ticket); }

link::link(tls_client& client, std::string const& address, std::string const& port)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)), ssl_(SSL_new(client.context())) {
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(static_cast<std::uint16_t>(std::atoi(port.c_str())));
  inet_pton(AF_INET, address.c_str(), &where.sin_addr);
  int const on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  connect(socket_, reinterpret_cast<sockaddr*>(&where), sizeof where);
  BIO* const bio = BIO_new(link_bio::method());
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_connect_state(ssl_);
  X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_), address.c_str());
  if (tickets.empty()) return;
  SSL_set_session(ssl_, tickets.back());
  SSL_SESSION_free(tickets.back());
  tickets.pop_back();
}

link::~link() {
  SSL_set_quiet_shutdown(ssl_, 1);
  SSL_set_shutdown(ssl_, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  SSL_free(ssl_);
  close(socket_);
}

bool link::handshake() {
  link_bio::begin(*this);
  int const result = SSL_do_handshake(ssl_);
  bool const waits = result != 1 && SSL_get_error(ssl_, result) != SSL_ERROR_SSL && !over_;
  link_bio::end(*this);
  if (result != 1 && !waits) throw std::runtime_error("a handshake failed");
  return result == 1;
}

void link::write(std::string_view text) {
  std::size_t put = 0;
  if (SSL_write_ex(ssl_, text.data(), text.size(), &put) != 1 || put != text.size())
    throw std::runtime_error("a request did not fit into the socket");
}

std::string_view link::read() {
  link_bio::begin(*this);
  std::size_t filled = 0;
  for (std::size_t got = 0; filled < sizeof plain; filled += got)
    if (SSL_read_ex(ssl_, plain + filled, sizeof plain - filled, &got) != 1) break;
  link_bio::end(*this);
  ERR_clear_error();
  return {plain, filled};
}

}  // namespace bench
