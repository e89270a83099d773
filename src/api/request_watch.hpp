#pragma once

#include <boost/asio/error.hpp>
#include <hai/error.hpp>
#include <hai/observer.hpp>
#include <string>

#include "api/client_core.hpp"
#include "http/message.hpp"

namespace hai::api {

/// Tells the client's observer how one attempt of a request came out: once, when it goes. One that was told
/// no outcome was cancelled. The request must outlive it.
class request_watch {
 public:
  request_watch(client_core const& core, http::request const& asked)
      : core_(core), asked_(asked), started_(core.watching() ? core.machine().now() : net::time_point()) {
    done_.failure = boost::asio::error::operation_aborted;
  }
  request_watch(request_watch const&) = delete;
  request_watch& operator=(request_watch const&) = delete;
  ~request_watch() {
    core_.watching().tell([&](observer& who) {
      done_.method = asked_.method;
      done_.route = asked_.observed_route();
      done_.duration = core_.machine().now() - started_;
      done_.attempt = asked_.attempt;
      done_.stream = asked_.stream;
      done_.request_id = request_id_;
      who.on_request(done_);
    });
  }

  void replied(http::reply const& got) {
    if (!core_.watching()) return;
    done_.status = got.status;
    done_.failure.clear();
    request_id_ = got.request_id;
  }
  void failed(error const& why) noexcept { done_.failure = why.code(); }

 private:
  client_core const& core_;
  http::request const& asked_;
  net::time_point const started_;
  observed::request_done done_;
  std::string request_id_;
};

}  // namespace hai::api
