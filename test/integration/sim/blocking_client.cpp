#include "blocking_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

namespace hai::sim::test {

namespace {

constexpr timeval patience{10, 0};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

int connect_to(std::uint16_t port) {
  int const fd = ::socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) return fd;
  ::close(fd);
  return -1;
}

void read_head(std::string const& head, answer& a) {
  a.status = head.starts_with("HTTP/1.1 ") ? std::atoi(head.c_str() + 9) : 0;
  for (auto at = head.find("\r\n"); at != std::string::npos && at + 2 < head.size();) {
    auto const end = std::min(head.find("\r\n", at + 2), head.size());
    auto const line = head.substr(at + 2, end - at - 2);
    auto const colon = line.find(": ");
    if (colon != std::string::npos) a.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
    at = end;
  }
}

// Takes whole chunks off the front; true when the last one was there.
bool take_chunks(std::string& bytes, std::string& body) {
  for (;;) {
    auto const line = bytes.find("\r\n");
    if (line == std::string::npos) return false;
    auto const size = static_cast<std::size_t>(std::strtoul(bytes.c_str(), nullptr, 16));
    if (bytes.size() < line + 2 + size + 2) return false;
    body.append(bytes, line + 2, size);
    bytes.erase(0, line + 2 + size + 2);
    if (size == 0) return true;
  }
}

}  // namespace

blocking_client::blocking_client(platform const& p)
    : ca_pem_(p.ca_pem()), key_(p.api_key()), port_(p.port()), tls_(p.url().starts_with("https")) {
  std::signal(SIGPIPE, SIG_IGN);
  auto const path = p.url().find('/', p.url().find("//") + 2);
  if (path != std::string::npos) prefix_ = p.url().substr(path);
}

blocking_client::~blocking_client() {
  close();
  SSL_SESSION_free(session_);
  SSL_CTX_free(context_);
}

blocking_client& blocking_client::key(std::string key) { return key_ = std::move(key), *this; }
blocking_client& blocking_client::host(std::string name) { return host_ = std::move(name), *this; }
blocking_client& blocking_client::header(std::string name, std::string value) {
  headers_.emplace_back(std::move(name), std::move(value));
  return *this;
}

bool blocking_client::was_resumed() const { return ssl_ && SSL_session_reused(ssl_) == 1; }

void blocking_client::close() {
  if (ssl_) {
    SSL_SESSION_free(session_);
    session_ = SSL_get1_session(ssl_);
    SSL_set_shutdown(ssl_, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    SSL_free(ssl_);
    ssl_ = nullptr;
  }
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

bool blocking_client::connect(answer& a) {
  fd_ = connect_to(port_);
  a.connected = fd_ >= 0;
  if (!a.connected || !tls_) return a.secure = a.connected;
  if (!context_) {
    context_ = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
    BIO* const bio = BIO_new_mem_buf(ca_pem_.data(), static_cast<int>(ca_pem_.size()));
    X509* const ca = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context_), ca);
    X509_free(ca);
    BIO_free(bio);
  }
  ssl_ = SSL_new(context_);
  SSL_set1_host(ssl_, host_.c_str());
  SSL_set_fd(ssl_, fd_);
  if (session_) SSL_set_session(ssl_, session_);
  a.secure = SSL_connect(ssl_) == 1;
  return a.secure;
}

bool blocking_client::write(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const n = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                        : static_cast<int>(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::size_t blocking_client::read(char* to, std::size_t size) {
  auto const n =
      ssl_ ? SSL_read(ssl_, to, static_cast<int>(size)) : static_cast<int>(::recv(fd_, to, size, 0));
  return n > 0 ? static_cast<std::size_t>(n) : 0;
}

bool blocking_client::read_more(std::string& bytes) {
  char chunk[4096];
  auto const n = read(chunk, sizeof chunk);
  bytes.append(chunk, n);
  return n > 0;
}

answer blocking_client::send(std::string_view method, std::string_view target, std::string_view body) {
  std::string text(method);
  text.append(" ").append(prefix_).append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
  if (!key_.empty()) text.append("Authorization: Bearer ").append(key_).append("\r\n");
  for (auto const& [name, value] : headers_) text.append(name).append(": ").append(value).append("\r\n");
  if (!body.empty() || method == "POST")
    text.append("Content-Length: " + std::to_string(body.size()) + "\r\n");
  text.append("\r\n").append(body);
  return send_raw(text);
}

answer blocking_client::send_raw(std::string_view bytes, bool head_only) {
  answer a;
  a.connected = a.secure = fd_ >= 0;
  if (fd_ < 0 && !connect(a)) {
    close();
    return a;
  }
  if (write(bytes) && !head_only) read_reply(a);
  bool const stays = head_only || (a.whole && a.headers["connection"] != "close");
  if (!stays) close();
  return a;
}

void blocking_client::read_reply(answer& a) {
  std::string bytes;
  std::size_t end = std::string::npos;
  while ((end = bytes.find("\r\n\r\n")) == std::string::npos)
    if (!read_more(bytes)) {
      a.raw = bytes;
      return;
    }
  a.raw = bytes;
  read_head(bytes.substr(0, end), a);
  bytes.erase(0, end + 4);
  read_body(a, bytes);
}

void blocking_client::read_body(answer& a, std::string& bytes) {
  if (a.headers["transfer-encoding"] == "chunked") {
    while (!(a.whole = take_chunks(bytes, a.body)))
      if (!read_more(bytes)) return;
    return;
  }
  bool const by_length = a.headers.contains("content-length");
  if (!by_length && a.status != 204) {
    while (read_more(bytes)) {
    }
    a.whole = true;
  }
  std::size_t const length = by_length ? std::strtoul(a.headers["content-length"].c_str(), nullptr, 10) : 0;
  while (by_length && bytes.size() < length)
    if (!read_more(bytes)) break;
  a.whole = a.whole || bytes.size() >= length;
  a.body = std::move(bytes);
}

}  // namespace hai::sim::test
