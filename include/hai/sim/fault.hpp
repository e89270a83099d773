#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <hai/detail/export.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <hai/sim/account.hpp>

namespace hai::sim {

/// Something that goes wrong, and when. Made by one of the factories, narrowed by the setters.
///
/// Without a setter it hits the next request once. The faults of a platform are tried in the order they were
/// given; the first one that fits a request is used up by it.
/// @snippet platform.cpp fail
class HAI_EXPORT fault {
 public:
  enum class kind {
    reset_on_accept,   ///< the connection is reset before its first byte
    drop_request,      ///< closed before the request is processed
    drop_reply,        ///< processed, then closed without a reply
    cut_body,          ///< closed after N bytes of the reply's body
    cut_reply,         ///< closed after N bytes of the reply, head included
    canned,            ///< another reply instead, the request is not processed
    slow_body,         ///< the reply's body comes a few bytes at a time
    silence,           ///< no reply, the connection stays open
    connection_close,  ///< the reply is right, and says `Connection: close`
    garbage,           ///< text that is no HTTP instead of the reply
    restart            ///< the platform restarts, see `platform::restart`
  };
  using headers = std::vector<std::pair<std::string, std::string>>;

  static fault reset_on_accept();
  static fault drop_request();
  static fault drop_reply();
  static fault cut_body(std::size_t bytes);
  static fault cut_reply(std::size_t bytes);
  static fault reply(int status, std::string body = {}, headers more = {});
  static fault slow_body(std::size_t bytes, std::chrono::nanoseconds every);
  static fault silence();
  static fault connection_close();
  static fault garbage(std::string text = "HTTP/9.9 what?\r\n\r\n");
  static fault restart(std::chrono::nanoseconds down = {});

  fault& route(std::string name);      ///< as in `request_record::route`, e.g. `GET /sessions/{id}/changes`
  fault& session(std::string id);      ///< requests about this session only
  fault& skip(std::uint64_t matches);  ///< lets that many fitting requests pass first
  fault& times(std::uint64_t count);   ///< hits that many; 1 when not said
  fault& always();                     ///< never used up
  fault& probability(double chance);   ///< drawn from the platform's seed, for each fitting request
  /// Called on the platform's strand; it must not call the platform.
  fault& when(std::function<bool(request_record const&)> also);

  kind what() const { return what_; }
  std::size_t bytes() const { return bytes_; }
  std::chrono::nanoseconds interval() const { return interval_; }
  int status() const { return status_; }
  std::string const& text() const { return text_; }
  headers const& more_headers() const { return headers_; }

 private:
  friend class fault_plan;
  explicit fault(kind what) : what_(what) {}

  kind what_;
  std::size_t bytes_ = 0;
  std::chrono::nanoseconds interval_{};
  int status_ = 0;
  std::string text_;
  headers headers_;

  std::string route_, session_;
  std::uint64_t skip_ = 0, left_ = 1;
  double probability_ = 1;
  std::function<bool(request_record const&)> when_;
};

}  // namespace hai::sim
