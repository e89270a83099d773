#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "server/event_text.hpp"
#include "server/peer.hpp"
#include "server/sessions.hpp"

namespace bench {

struct server_options {
  std::string certificate_file;  ///< PEM, with the private key
  long tickets = 2;              ///< of each full handshake
  std::size_t streams = 1;
  long events = 1;  ///< of each session
  std::size_t size = 400;
  long batch = 1;  ///< events in one reply at most
  long rate = 0;   ///< events emitted in a second over all sessions; 0: all are there from the start
};

/// The sessions' long-polls over TLS, on one thread, as cheaply as epoll and OpenSSL allow.
class server {
 public:
  explicit server(server_options const& options);
  ~server();

  int port() const;
  /// Until SIGTERM; then prints what was served as a line of JSON.
  void run();

 private:
  struct held_until {
    std::uint64_t ns;
    int socket;
    unsigned long poll;
    bool operator<(held_until const& other) const { return ns > other.ns; }
  };

  void accept_all();
  void on_ready(int socket, unsigned events);
  void answer(peer& who, std::string_view request);
  void answer_poll(peer& who, asked const& what);
  void send(peer& who, std::string_view reply);
  void watch_for_room(peer const& who, bool wanted);
  void hang_up(int socket);
  void emit_due();
  void let_go_of_due();
  int until_next_turn() const;

  server_options options_;
  SSL_CTX* context_;
  int listener_;
  int epoll_;
  int signals_;
  page_text pages_;
  sessions sessions_;
  std::vector<std::unique_ptr<peer>> peers_;  // by socket
  std::vector<int> waiting_;                  // of each session, the socket of its held poll or -1
  std::vector<long> waiting_from_;
  std::vector<bool> has_waited_;  // for more than its first event
  std::size_t waited_ = 0;
  std::priority_queue<held_until> held_;
  std::uint64_t next_emission_ns_ = 0;
  long requests_ = 0;
  long polls_ = 0;
  long connections_ = 0;
  long resumed_ = 0;
  bool stopped_ = false;
};

}  // namespace bench
