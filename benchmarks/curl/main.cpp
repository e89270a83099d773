// libcurl's multi interface with its socket callbacks over epoll, and Boost.JSON: the other way to hold many
// long-polls in C or C++.

#include <curl/curl.h>
#include <sys/epoll.h>

#include <boost/json.hpp>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "measure/client_main.hpp"
#include "measure/plan.hpp"
#include "measure/tally.hpp"

namespace bench {
namespace {

struct stream {
  CURL* easy = nullptr;
  std::string body;
  std::string url;
  long from = 0;
};

class fleet {
 public:
  explicit fleet(plan const& what)
      : plan_(what),
        counted_(what),
        epoll_(epoll_create1(0)),
        multi_(curl_multi_init()),
        share_(curl_share_init()) {
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, what.streams + what.connecting + 1);
    curl_share_setopt(share_, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    headers_ = curl_slist_append(headers_, "Authorization: Bearer hk-bench");
    headers_ = curl_slist_append(headers_, "Accept: application/json");
    streams_.resize(static_cast<std::size_t>(is_connecting() ? what.connecting : what.streams));
  }

  void run() {
    for (auto& each : streams_) prepare(each);
    for (long i = 0; i < plan_.connecting; ++i) begin_next();
    epoll_event ready[256];
    int running = 0;
    for (;;) {
      int const count = epoll_wait(epoll_, ready, 256, wait_ms());
      if (!is_connecting() && counted_.was_left_alone()) counted_.finish("curl");
      for (int i = 0; i < count; ++i) {
        int const events = (ready[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) |
                           (ready[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0);
        curl_multi_socket_action(multi_, ready[i].data.fd, events, &running);
      }
      if (timer_ms_ >= 0 && monotonic_ns() >= timer_at_) {
        timer_ms_ = -1;
        curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
      }
      take_done();
    }
  }

 private:
  bool is_connecting() const { return plan_.what == plan::work::connect; }

  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void* known) {
    auto const& fleet_of = *static_cast<fleet*>(self);
    epoll_event wanted{};
    wanted.data.fd = socket;
    if (what == CURL_POLL_REMOVE) return epoll_ctl(fleet_of.epoll_, EPOLL_CTL_DEL, socket, nullptr), 0;
    wanted.events = (what & CURL_POLL_IN ? EPOLLIN : 0U) | (what & CURL_POLL_OUT ? EPOLLOUT : 0U);
    epoll_ctl(fleet_of.epoll_, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &wanted);
    if (!known) curl_multi_assign(fleet_of.multi_, socket, self);
    return 0;
  }

  static int on_timer(CURLM*, long ms, void* self) {
    auto& of = *static_cast<fleet*>(self);
    of.timer_ms_ = ms;
    of.timer_at_ = monotonic_ns() + static_cast<std::uint64_t>(ms < 0 ? 0 : ms) * 1'000'000;
    return 0;
  }

  int wait_ms() const {
    std::uint64_t const now = monotonic_ns();
    long wait = timer_ms_ < 0      ? -1
                : timer_at_ <= now ? 0
                                   : static_cast<long>((timer_at_ - now) / 1'000'000 + 1);
    if (!is_connecting() && counted_.is_done() && (wait < 0 || wait > 100)) wait = 100;
    return static_cast<int>(wait);
  }

  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* into) {
    static_cast<std::string*>(into)->append(bytes, size * count);
    return size * count;
  }

  void prepare(stream& who) {
    who.easy = curl_easy_init();
    curl_easy_setopt(who.easy, CURLOPT_CAINFO, plan_.ca_file.c_str());
    curl_easy_setopt(who.easy, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(who.easy, CURLOPT_WRITEFUNCTION, &on_body);
    curl_easy_setopt(who.easy, CURLOPT_WRITEDATA, &who.body);
    curl_easy_setopt(who.easy, CURLOPT_PRIVATE, &who);
    curl_easy_setopt(who.easy, CURLOPT_NOSIGNAL, 1L);  // else it sets and resets SIGPIPE around each call
    curl_easy_setopt(who.easy, CURLOPT_TIMEOUT_MS, 35'000L);
    curl_easy_setopt(who.easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    if (!is_connecting()) return;
    curl_easy_setopt(who.easy, CURLOPT_SHARE, share_);
    curl_easy_setopt(who.easy, CURLOPT_FORBID_REUSE, 1L);
  }

  void begin_next() {
    if (begun_ == streams_.size()) return;
    ask(streams_[begun_++]);
  }

  void ask(stream& who) {
    auto const number = static_cast<long>(&who - streams_.data());
    who.url = "https://" + plan_.address + ":" + plan_.port + "/api/v2/sessions/";
    who.url += is_connecting() ? "quota"
                               : plan::session_id(number) +
                                     "/changes?wait_for_seconds=25&from_index=" + std::to_string(who.from);
    who.body.clear();
    curl_easy_setopt(who.easy, CURLOPT_URL, who.url.c_str());
    curl_multi_add_handle(multi_, who.easy);
  }

  void take_done() {
    int left = 0;
    while (CURLMsg* const message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      if (message->data.result != CURLE_OK)
        throw std::runtime_error(curl_easy_strerror(message->data.result));
      stream* who = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &who);
      curl_multi_remove_handle(multi_, who->easy);
      take(*who);
    }
  }

  void take(stream& who) {
    if (is_connecting()) {
      if (counted_.on_connect(false)) counted_.finish("curl");
      if (++asked_ <= plan_.connects - plan_.connecting) ask(who);
      return;
    }
    if (who.from == 0) begin_next();
    if (!who.body.empty()) {
      auto const page = boost::json::parse(who.body);
      for (auto const& event : page.at("new_events").as_array()) {
        ++who.from;
        if (!counted_.on_event(who.body, event.at("type").as_string(),
                               event.at("data").at("kind").as_string()))
          continue;
        if (plan_.what == plan::work::follow) counted_.finish("curl");
      }
    }
    ask(who);
  }

  plan const plan_;
  tally counted_;
  int epoll_;
  CURLM* multi_;
  CURLSH* share_;
  curl_slist* headers_ = nullptr;
  std::vector<stream> streams_;
  std::size_t begun_ = 0;
  long asked_ = 0;
  long timer_ms_ = -1;
  std::uint64_t timer_at_ = 0;
};

void run(plan const& what, settings& given) {
  given.end();
  std::signal(SIGPIPE, SIG_IGN);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  fleet(what).run();
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) { return bench::client_main(argc, argv, &bench::run); }
