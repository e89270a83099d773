#include "session/outage.hpp"

#include <string>
#include <utility>

namespace hai::detail {
namespace {

std::string in_words(outage::duration span) {
  auto const whole = std::chrono::duration_cast<std::chrono::seconds>(span).count();
  return whole % 60 == 0 && whole > 0 ? std::to_string(whole / 60) + " min" : std::to_string(whole) + " s";
}

}  // namespace

error gave_up(error const& last, outage::duration patience) {
  error::reply_facts facts;
  facts.status = last.status();
  facts.detail = last.detail();
  facts.request_id = last.request_id();
  facts.retry_after = last.retry_after();
  facts.body = last.body();
  return error(
      errc::gave_up,
      "gave up after " + in_words(patience) + " without a good reply; the last failure: " + last.what(),
      std::move(facts));
}

}  // namespace hai::detail
