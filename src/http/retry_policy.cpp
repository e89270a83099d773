#include "http/retry_policy.hpp"

#include <algorithm>
#include <hai/errc.hpp>

#include "http/asked_delay.hpp"

namespace hai::http {
namespace {

constexpr std::chrono::seconds first_delay{1};
constexpr std::chrono::seconds longest_delay{60};

net::duration scaled(net::duration span, double factor) {
  return net::duration(static_cast<net::duration::rep>(static_cast<double>(span.count()) * factor));
}

}  // namespace

bool is_repeatable(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "PUT" || method == "DELETE";
}

bool retries_status(int status, bool repeatable) {
  if (status == 408 || status == 429) return true;
  return status >= 500 && repeatable;
}

bool retries_failure(boost::system::error_code why, bool repeatable, progress how_far) {
  if (why == errc::connect_failed) return true;
  if (why == errc::bad_reply) return repeatable || how_far == progress::not_sent;
  return false;
}

net::duration retry_delay(int attempts_made, reply const* last, std::chrono::system_clock::time_point now,
                          jitter& chance) {
  if (last) {
    if (auto const asked = retry_after(last->retry_after, now)) return *asked;
    if (auto const asked = rate_limit_reset(last->rate_limit_reset, now))
      return scaled(*asked, 1.0 + 0.2 * chance.fraction());
  }
  auto delay = first_delay;
  for (int made = 1; made < attempts_made && delay < longest_delay; ++made) delay *= 2;
  return scaled(std::min(delay, longest_delay), 0.9 + 0.2 * chance.fraction());
}

}  // namespace hai::http
