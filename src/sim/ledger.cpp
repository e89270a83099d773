#include "ledger.hpp"

#include <algorithm>
#include <charconv>

namespace hai::sim {

namespace {

constexpr std::size_t kept_body = 4096;
constexpr std::string_view changes_route = "GET /sessions/{id}/changes";

std::optional<std::uint64_t> number(request const& r, std::string_view name) {
  auto const* text = r.parameter(name);
  std::uint64_t n = 0;
  if (!text) return std::nullopt;
  auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), n);
  return error == std::errc() && end == text->data() + text->size() ? std::optional(n) : std::nullopt;
}

}  // namespace

request_record const& ledger::received(request const& r, route_match const& match, std::uint64_t connection) {
  request_record record;
  record.number = ++sum_.requests;
  record.connection = connection;
  record.method = r.method;
  record.target = r.target;
  record.route = match.name();
  record.session = match.session();
  record.from_index = number(r, "from_index");
  record.limit = number(r, "limit");
  record.wait_for_seconds = number(r, "wait_for_seconds");
  for (auto const& [name, value] : r.headers)
    if (name != "authorization") record.headers.emplace(name, value);
  if (auto const* key = r.header("idempotency-key")) record.idempotency_key = *key;
  record.has_authorization = r.header("authorization") != nullptr;
  record.body = r.body.substr(0, kept_body);
  ++sum_.requests_by_route[record.route];
  if (record.route == changes_route) ++sum_.polls;
  if (record.route.starts_with("GET /storage/") && record.has_authorization) ++sum_.leaked_keys;
  last_ = std::move(record);
  if (kept_ == 0) return last_;
  recent_.push_back(last_);
  if (recent_.size() > kept_) recent_.pop_front();
  return last_;
}

void ledger::replied(std::uint64_t number, std::string const& route, std::string const& session, int status,
                     std::size_t events_served) {
  if (!recent_.empty() && number >= recent_.front().number)
    recent_[static_cast<std::size_t>(number - recent_.front().number)].status = status;
  if (route != changes_route) return;
  if (status == 200) ++sum_.polls_200;
  if (status == 204) ++sum_.polls_204;
  if (events_served == 0) return;
  sum_.events_served += events_served;
  served_[session] += events_served;
}

std::uint64_t ledger::served(std::string const& session) const {
  auto const found = served_.find(session);
  return found == served_.end() ? 0 : found->second;
}

}  // namespace hai::sim
