#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

namespace bench {

/// One connection of a client: TLS over memory, so that a reply costs one recv and one send.
class peer {
 public:
  peer(SSL_CTX* context, int socket);
  peer(peer const&) = delete;
  peer& operator=(peer const&) = delete;
  ~peer();

  /// Takes in what has arrived. False: the connection is over.
  bool receive();
  /// The next whole request that has arrived, up to its empty line; empty if there is none.
  std::string next_request();
  void send(std::string_view reply);
  /// Sends on after a full socket. False: the connection is over.
  bool flush();
  bool has_unsent() const { return !unsent_.empty(); }
  bool was_resumed() const { return SSL_session_reused(ssl_.get()) == 1; }
  int socket() const { return socket_; }

  long waiting_session = -1;  ///< whose poll is held on this connection
  unsigned long poll = 0;     ///< counts the polls of this connection
  bool greeted = false;

 private:
  struct ssl_free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  void take_output();

  int socket_;
  std::unique_ptr<SSL, ssl_free> ssl_;
  std::string arrived_;
  std::string unsent_;
};

}  // namespace bench
