#include "server/peer.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace bench {
namespace {

char received[64 * 1024];

}  // namespace

peer::peer(SSL_CTX* context, int socket) : socket_(socket), ssl_(SSL_new(context)) {
  SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_accept_state(ssl_.get());
}

peer::~peer() { close(socket_); }

bool peer::receive() {
  auto const got = recv(socket_, received, sizeof received, MSG_DONTWAIT);
  if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
  BIO_write(SSL_get_rbio(ssl_.get()), received, static_cast<int>(got));
  ERR_clear_error();
  if (!SSL_is_init_finished(ssl_.get())) {
    int const result = SSL_do_handshake(ssl_.get());
    take_output();
    if (result != 1) return SSL_get_error(ssl_.get(), result) == SSL_ERROR_WANT_READ && flush();
  }
  for (;;) {
    int const count = SSL_read(ssl_.get(), received, sizeof received);
    if (count <= 0) {
      bool const goes_on = SSL_get_error(ssl_.get(), count) == SSL_ERROR_WANT_READ;
      take_output();
      return goes_on && flush();
    }
    arrived_.append(received, static_cast<std::size_t>(count));
  }
}

std::string peer::next_request() {
  auto const end = arrived_.find("\r\n\r\n");
  if (end == std::string::npos) return {};
  std::string request = arrived_.substr(0, end + 2);
  arrived_.erase(0, end + 4);
  return request;
}

void peer::send(std::string_view reply) {
  ERR_clear_error();
  SSL_write(ssl_.get(), reply.data(), static_cast<int>(reply.size()));
  take_output();
}

void peer::take_output() {
  BIO* const out = SSL_get_wbio(ssl_.get());
  char* bytes = nullptr;
  long const count = BIO_get_mem_data(out, &bytes);
  if (count <= 0) return;
  unsent_.append(bytes, static_cast<std::size_t>(count));
  BIO_reset(out);
}

bool peer::flush() {
  while (!unsent_.empty()) {
    auto const sent = ::send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) return errno == EAGAIN || errno == EINTR;
    unsent_.erase(0, static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace bench
