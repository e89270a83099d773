#include "session/stream_question.hpp"

#include "api/failure.hpp"
#include "api/redirects.hpp"
#include "api/routes.hpp"

namespace hai::detail {

void stream_question::poll(std::string const& path, std::uint64_t from_index, std::chrono::seconds wait,
                           std::optional<std::size_t> limit) {
  if (is_poll() && !request_.target.empty())
    api::routes::poll_on(request_, path, from_index, wait, limit);
  else
    request_ = api::routes::poll(path, from_index, wait, limit);
  held_for_ = wait;
  begin(kind::poll);
}

void stream_question::ask(kind what, http::request request) {
  request_ = std::move(request);
  begin(what);
}

void stream_question::begin(kind what) noexcept {
  what_ = what;
  redirects_ = 0;
  is_answered_ = false;
}

bool stream_question::follow_redirect(http::reply const& reply, net::origin const& home) {
  if (!api::is_redirect(reply)) return false;
  if (redirects_ == api::most_redirects) throw api::failure_of(request_, reply, "more than 5 redirects");
  request_.target = api::next_target(request_, reply, home);
  ++redirects_;
  has_next_ = true;
  return true;
}

void stream_question::lead_to(kind what, http::request request) {
  ask(what, std::move(request));
  has_next_ = true;
}

}  // namespace hai::detail
