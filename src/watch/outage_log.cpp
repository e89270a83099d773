#include "watch/outage_log.hpp"

#include "watch/clock_words.hpp"
#include "watch/safe_text.hpp"

namespace hai::watch {
namespace {

constexpr std::chrono::minutes between_notices{1};

std::string duration_words(std::chrono::steady_clock::duration time) {
  return elapsed_words(std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace

std::optional<std::string> outage_log::polling_failed(std::string const& session, std::string_view reason,
                                                      time_point now) {
  auto const [found, first] = outages_.try_emplace(session, outage{now, now});
  outage& current = found->second;
  if (!first && now - current.last_told < between_notices) return std::nullopt;
  current.last_told = now;
  std::string text = "hai-watch: " + safe_text(session);
  text += first ? ": polling failed, trying again: "
                : ": polling has failed for " + duration_words(now - current.since) + ": ";
  return text + safe_text(reason) + '\n';
}

std::optional<std::string> outage_log::polling_recovered(std::string const& session, time_point now) {
  auto const found = outages_.find(session);
  if (found == outages_.end()) return std::nullopt;
  std::string const lasted = duration_words(now - found->second.since);
  outages_.erase(found);
  return "hai-watch: " + safe_text(session) + ": polling works again after " + lasted + '\n';
}

}  // namespace hai::watch
