#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "http/message.hpp"
#include "net/origin.hpp"

namespace hai::detail {

/// What a stream asks the server, and how far that has come: a reply may lead on to another place, or to
/// another question. No I/O.
class stream_question {
 public:
  enum class kind { poll, status, snapshot, session };

  /// A poll of the session at `path` that the server may hold for `wait`. What the poll before took is used
  /// again.
  void poll(std::string const& path, std::uint64_t from_index, std::chrono::seconds wait,
            std::optional<std::size_t> limit);
  void ask(kind what, http::request request);

  kind what() const noexcept { return what_; }
  bool is_poll() const noexcept { return what_ == kind::poll; }
  http::request& request() noexcept { return request_; }
  http::request const& request() const noexcept { return request_; }
  /// How long the last poll may be held.
  std::chrono::seconds held_for() const noexcept { return held_for_; }
  bool is_held() const noexcept { return is_poll() && held_for_ > std::chrono::seconds(0); }

  /// Its reply has come, and leads nowhere else.
  void answered() noexcept { is_answered_ = true; }
  bool is_answered() const noexcept { return is_answered_; }

  /// A redirect stays within the API, whose origin is `home`: the same question at another place. False: the
  /// reply is none. Throws hai::error for one that cannot be followed.
  bool follow_redirect(http::reply const& reply, net::origin const& home);
  bool is_redirected() const noexcept { return redirects_ > 0; }

  /// The reply leads to this question.
  void lead_to(kind what, http::request request);
  /// A reply has led to another request, which comes next.
  bool has_next() const noexcept { return has_next_; }
  bool take_next() noexcept { return std::exchange(has_next_, false); }

 private:
  void begin(kind what) noexcept;

  kind what_ = kind::poll;
  bool has_next_ = false;
  bool is_answered_ = false;
  int redirects_ = 0;
  std::chrono::seconds held_for_{0};
  http::request request_;
};

}  // namespace hai::detail
