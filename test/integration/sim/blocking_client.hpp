#pragma once

#include <openssl/ssl.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <hai/sim/platform.hpp>

namespace hai::sim::test {

/// What came back. `status` is 0 when there was no HTTP reply.
struct answer {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< lower-case names
  std::string body;                            ///< with chunks put together
  bool whole = false;                          ///< as long as its framing says
  bool connected = false;                      ///< TCP
  bool secure = false;                         ///< TLS handshake with verification
  std::string raw;
};

/// A client of its own for the tests of the platform: one blocking connection, made anew when it was closed.
/// Gives up on a read after ten seconds.
class blocking_client {
 public:
  explicit blocking_client(platform const&);
  ~blocking_client();
  blocking_client(blocking_client const&) = delete;

  blocking_client& key(std::string key);  ///< empty: no Authorization header
  blocking_client& header(std::string name, std::string value);
  blocking_client& host(std::string name);  ///< the name that the certificate is checked for

  answer get(std::string_view target) { return send("GET", target, {}); }
  answer post(std::string_view target, std::string_view body = {}) { return send("POST", target, body); }
  answer put(std::string_view target, std::string_view body) { return send("PUT", target, body); }
  answer erase(std::string_view target) { return send("DELETE", target, {}); }
  answer send(std::string_view method, std::string_view target, std::string_view body);
  answer send_raw(std::string_view bytes, bool head_only = false);

  bool is_open() const { return fd_ >= 0; }
  bool was_resumed() const;
  void close();  ///< with a close_notify, so that the session can be resumed

 private:
  bool connect(answer&);
  bool write(std::string_view);
  std::size_t read(char*, std::size_t);
  bool read_more(std::string&);
  void read_reply(answer&);
  void read_body(answer&, std::string&);

  std::string ca_pem_, key_, host_ = "localhost", prefix_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::uint16_t port_;
  bool tls_;
  int fd_ = -1;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
  SSL_SESSION* session_ = nullptr;
};

}  // namespace hai::sim::test
