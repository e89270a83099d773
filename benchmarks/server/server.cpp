#include "server/server.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include "measure/tally.hpp"

namespace bench {
namespace {

constexpr std::uint64_t second = 1'000'000'000;

int checked(int result, char const* what) {
  if (result < 0) throw std::runtime_error(what);
  return result;
}

SSL_CTX* make_context(server_options const& options) {
  SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
  if (SSL_CTX_use_certificate_chain_file(context, options.certificate_file.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context, options.certificate_file.c_str(), SSL_FILETYPE_PEM) != 1)
    throw std::runtime_error("the certificate cannot be used");
  SSL_CTX_set_num_tickets(context, static_cast<std::size_t>(options.tickets));
  if (options.tickets == 0) SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  unsigned char const name[] = "bench";
  SSL_CTX_set_session_id_context(context, name, sizeof name - 1);
  return context;
}

int make_listener() {
  int const socket = checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  checked(bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
  checked(listen(socket, 4096), "listen");
  return socket;
}

int make_signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGTERM);
  sigaddset(&wanted, SIGINT);
  sigprocmask(SIG_BLOCK, &wanted, nullptr);
  return checked(signalfd(-1, &wanted, SFD_NONBLOCK), "signalfd");
}

void watch(int epoll, int operation, int socket, unsigned events) {
  epoll_event wanted{};
  wanted.events = events;
  wanted.data.fd = socket;
  epoll_ctl(epoll, operation, socket, &wanted);
}

}  // namespace

server::server(server_options const& options)
    : options_(options),
      context_(make_context(options)),
      listener_(make_listener()),
      epoll_(checked(epoll_create1(0), "epoll")),
      signals_(make_signals()),
      pages_(options.size),
      sessions_(options.streams, options.events, options.rate == 0),
      waiting_(options.streams, -1),
      waiting_from_(options.streams, 0),
      has_waited_(options.streams, false) {
  watch(epoll_, EPOLL_CTL_ADD, listener_, EPOLLIN);
  watch(epoll_, EPOLL_CTL_ADD, signals_, EPOLLIN);
}

server::~server() {
  peers_.clear();
  SSL_CTX_free(context_);
  for (int const each : {listener_, epoll_, signals_}) close(each);
}

int server::port() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

void server::run() {
  epoll_event ready[256];
  while (!stopped_) {
    int const count = epoll_wait(epoll_, ready, 256, until_next_turn());
    for (int i = 0; i < count; ++i) {
      int const socket = ready[i].data.fd;
      if (socket == listener_)
        accept_all();
      else if (socket == signals_)
        stopped_ = true;
      else
        on_ready(socket, ready[i].events);
    }
    emit_due();
    let_go_of_due();
  }
  auto const used = cpu_time::now();
  std::printf(
      "{\"requests\":%ld,\"polls\":%ld,\"connections\":%ld,\"resumed\":%ld,\"cpu_us\":%ld,\"event_size\":%zu}"
      "\n",
      requests_, polls_, connections_, resumed_, used.user + used.system, pages_.event().size());
  std::fflush(stdout);
}

int server::until_next_turn() const {
  std::uint64_t next = held_.empty() ? 0 : held_.top().ns;
  if (next_emission_ns_ != 0 && (next == 0 || next_emission_ns_ < next)) next = next_emission_ns_;
  if (next == 0) return -1;
  auto const now = monotonic_ns();
  return next <= now ? 0 : static_cast<int>((next - now + 999'999) / 1'000'000);
}

void server::accept_all() {
  for (;;) {
    int const socket = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
    if (socket < 0) return;
    int const on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (peers_.size() <= static_cast<std::size_t>(socket))
      peers_.resize(static_cast<std::size_t>(socket) + 1);
    peers_[static_cast<std::size_t>(socket)] = std::make_unique<peer>(context_, socket);
    watch(epoll_, EPOLL_CTL_ADD, socket, EPOLLIN);
    ++connections_;
  }
}

void server::on_ready(int socket, unsigned events) {
  auto& who = peers_[static_cast<std::size_t>(socket)];
  if (!who) return;
  if ((events & EPOLLOUT) != 0) {
    if (!who->flush()) return hang_up(socket);
    if (!who->has_unsent()) watch_for_room(*who, false);
  }
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
  bool const goes_on = who->receive();
  for (std::string request = who->next_request(); !request.empty(); request = who->next_request()) {
    if (!who->greeted) resumed_ += who->was_resumed();
    who->greeted = true;
    answer(*who, request);
  }
  if (!goes_on) hang_up(socket);
}

void server::answer(peer& who, std::string_view request) {
  static std::string const status = json_reply("{\"status\":\"running\",\"error\":null,\"steps\":1}");
  static std::string const quota =
      json_reply("{\"scope\":\"user\",\"limit\":10,\"active\":1,\"available\":9}");
  ++requests_;
  asked const what = asked::from_request(request);
  switch (what.where) {
    case asked::route::changes:
      return answer_poll(who, what);
    case asked::route::status:
      return send(who, status);
    case asked::route::other:
      return send(who, quota);
  }
}

void server::answer_poll(peer& who, asked const& what) {
  ++polls_;
  auto const session = static_cast<std::size_t>(what.session) % sessions_.count();
  long count = std::min(sessions_.ready(static_cast<long>(session), what.from), options_.batch);
  if (what.limit > 0) count = std::min(count, what.limit);
  if (count > 0) return send(who, pages_.reply(static_cast<std::size_t>(count), 0));
  if (what.wait_s == 0) return send(who, no_content());
  auto const now = monotonic_ns();
  waiting_[session] = who.socket();
  waiting_from_[session] = what.from;
  who.waiting_session = static_cast<long>(session);
  held_.push({now + static_cast<std::uint64_t>(what.wait_s) * second, who.socket(), ++who.poll});
  // The rate begins once every stream has had its first event and waits for the next one.
  if (options_.rate == 0 || what.from == 0 || has_waited_[session]) return;
  has_waited_[session] = true;
  if (++waited_ == sessions_.count()) next_emission_ns_ = now + second / 2;
}

void server::send(peer& who, std::string_view reply) {
  who.send(reply);
  if (!who.flush()) return;
  if (who.has_unsent()) watch_for_room(who, true);
}

void server::watch_for_room(peer const& who, bool wanted) {
  watch(epoll_, EPOLL_CTL_MOD, who.socket(), wanted ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

void server::hang_up(int socket) {
  auto& who = peers_[static_cast<std::size_t>(socket)];
  if (who->waiting_session >= 0) waiting_[static_cast<std::size_t>(who->waiting_session)] = -1;
  who.reset();
}

void server::emit_due() {
  if (next_emission_ns_ == 0) return;
  auto const interval = second / static_cast<std::uint64_t>(options_.rate);
  for (auto now = monotonic_ns(); next_emission_ns_ <= now; next_emission_ns_ += interval) {
    auto const emitted = sessions_.emit();
    if (!emitted) {
      next_emission_ns_ = 0;
      options_.rate = 0;
      return;
    }
    auto const session = static_cast<std::size_t>(*emitted);
    int const socket = std::exchange(waiting_[session], -1);
    if (socket < 0) continue;
    auto& who = *peers_[static_cast<std::size_t>(socket)];
    who.waiting_session = -1;
    ++who.poll;
    auto const count = std::min(sessions_.ready(*emitted, waiting_from_[session]), options_.batch);
    send(who, pages_.reply(static_cast<std::size_t>(count), monotonic_ns()));
  }
}

void server::let_go_of_due() {
  if (held_.empty()) return;
  for (auto const now = monotonic_ns(); !held_.empty() && held_.top().ns <= now; held_.pop()) {
    auto const& due = held_.top();
    auto const& who = peers_[static_cast<std::size_t>(due.socket)];
    if (!who || who->poll != due.poll || who->waiting_session < 0) continue;
    waiting_[static_cast<std::size_t>(std::exchange(who->waiting_session, -1))] = -1;
    send(*who, no_content());
  }
}

}  // namespace bench
