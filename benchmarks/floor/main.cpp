// The floor: what following the sessions costs with epoll, OpenSSL and parsing by hand, and nothing else. It
// has no retries, time-outs, cancellation, back pressure or strict parsing; it is no way to write a client.

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "floor/link.hpp"
#include "floor/reply.hpp"
#include "measure/client_main.hpp"
#include "measure/plan.hpp"
#include "measure/tally.hpp"

namespace bench {
namespace {

constexpr std::string_view request_end =
    " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer hk-bench\r\nAccept: application/json\r\n\r\n";

struct stream {
  std::unique_ptr<link> connection;
  std::string partial;  // of a reply that did not come in one piece
  long number = 0;
  long from = 0;
  bool established = false;
};

class fleet {
 public:
  explicit fleet(plan const& what)
      : plan_(what), client_(what.ca_file), counted_(what), epoll_(epoll_create1(0)), streams_(slots(what)) {
    if (is_connecting()) client_.resume();
  }

  void run() {
    for (long i = 0; i < std::min<long>(plan_.connecting, slots(plan_)); ++i) begin_next();
    epoll_event ready[256];
    for (;;) {
      int const count = epoll_wait(epoll_, ready, 256, !is_connecting() && counted_.is_done() ? 100 : -1);
      if (!is_connecting() && counted_.was_left_alone()) counted_.finish("floor");
      for (int i = 0; i < count; ++i) on_ready(streams_[ready[i].data.u32]);
    }
  }

 private:
  static std::size_t slots(plan const& what) {
    return static_cast<std::size_t>(what.what == plan::work::connect ? what.connects : what.streams);
  }
  bool is_connecting() const { return plan_.what == plan::work::connect; }
  void begin_next() {
    if (begun_ == streams_.size()) return;
    auto& made = streams_[begun_];
    made.number = static_cast<long>(begun_);
    made.connection = std::make_unique<link>(client_, plan_.address, plan_.port);
    epoll_event wanted{};
    wanted.events = EPOLLIN | EPOLLOUT;
    wanted.data.u32 = static_cast<std::uint32_t>(begun_++);
    epoll_ctl(epoll_, EPOLL_CTL_ADD, made.connection->socket(), &wanted);
  }

  void on_ready(stream& who) {
    if (!who.connection) return;
    if (!who.established) {
      if (!who.connection->handshake()) return wait_for_reply(who);
      who.established = true;
      wait_for_reply(who);
      ask(who);
      if (!is_connecting()) begin_next();
    }
    std::string_view text = who.connection->read();
    if (who.connection->is_over()) throw std::runtime_error("a connection was lost");
    if (text.empty()) return;
    if (!who.partial.empty()) text = who.partial.append(text);
    auto const reply = reply_slices::of(text);
    if (!reply.whole) {
      if (who.partial.empty()) who.partial.assign(text);
      return;
    }
    take(who, reply);
    if (!who.partial.empty()) std::string().swap(who.partial);
  }

  void wait_for_reply(stream& who) {
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.u32 = static_cast<std::uint32_t>(who.number);
    epoll_ctl(epoll_, EPOLL_CTL_MOD, who.connection->socket(), &wanted);
  }

  void take(stream& who, reply_slices const& reply) {
    if (is_connecting()) {
      bool const resumed = who.connection->was_resumed();
      who.connection.reset();
      if (counted_.on_connect(resumed)) counted_.finish("floor");
      return begin_next();
    }
    page_reader page(reply.body);
    bool last = false;
    for (event_view event; page.next(event); ++who.from)
      last = counted_.on_event(event.text, event.type, event.kind) || last;
    if (last && plan_.what == plan::work::follow) counted_.finish("floor");
    ask(who);
  }

  void ask(stream& who) {
    request_.assign("GET /api/v2/sessions/");
    if (is_connecting()) {
      request_.append("quota");
    } else {
      char digits[24];
      auto const end = std::to_chars(digits, digits + sizeof digits, who.from).ptr;
      request_.append(plan::session_id(who.number)).append("/changes?from_index=").append(digits, end);
      request_.append("&wait_for_seconds=25");
    }
    who.connection->write(request_.append(request_end));
  }

  plan const plan_;
  tls_client client_;
  tally counted_;
  int epoll_;
  std::vector<stream> streams_;
  std::size_t begun_ = 0;
  std::string request_;
};

void run(plan const& what, settings& given) {
  given.end();
  fleet(what).run();
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) { return bench::client_main(argc, argv, &bench::run); }
