#include "directory.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include "http_message.hpp"
#include "json_text.hpp"

namespace hai::sim {

namespace {

std::string request_of(script const& s) {
  std::string const messages = s.task().empty() ? "null"
                                                : R"([{"type":"user_message","message":)" + quoted(s.task()) +
                                                      R"(,"images":[],"caller_id":"user"}])";
  return R"({"agent":{"name":)" + quoted(s.agent()) +
         R"(,"description":"A simulated agent.","environments":[{"id":"browser","kind":"web","host":"cloud"}]})"
         R"(,"messages":)" +
         messages + R"(,"group_id":)" + quoted_or_null(s.group_id()) + R"(,"parent_session_id":)" +
         quoted_or_null(s.parent_session_id()) + R"(,"queue":true,"overrides":{}})";
}

}  // namespace

directory::directory(platform_options options, calendar dates)
    : options_(std::move(options)), calendar_(dates), random_(options_.get().seed) {}

std::string directory::add(script s, std::string request_json, time_point now) {
  std::string id = s.id().empty() ? make_id() : s.id();
  if (by_id_.contains(id)) throw std::invalid_argument("there is a session with this id already: " + id);
  bool const queued = is_full(now);
  s.resolve_links(api_url_, percent_encoded(id));
  if (request_json.empty()) request_json = request_of(s);
  std::string agent = s.agent(), task = s.task(), group = s.group_id(), parent = s.parent_session_id();
  bool const shared = s.is_shared();
  std::string const resources_url = api_url_ + "/api/v2/sessions/" + percent_encoded(id) + "/resources";
  auto entry = std::make_unique<session_entry>(
      session_entry{id, std::move(request_json), std::move(agent), std::move(task), std::move(group), parent,
                    shared, session_model(std::move(s), now, calendar_, queued, resources_url)});
  if (queued) ++queued_;
  if (!parent.empty()) children_[parent].push_back(id);
  by_id_.emplace(id, entry.get());
  sessions_.push_back(std::move(entry));
  return id;
}

void directory::remove(std::string const& id) {
  auto const found = by_id_.find(id);
  if (found == by_id_.end()) return;
  session_entry* const entry = found->second;
  if (entry->model.is_queued()) --queued_;
  by_id_.erase(found);
  std::erase_if(sessions_, [entry](auto const& s) { return s.get() == entry; });
}

session_entry* directory::find(std::string const& id, time_point now) {
  admit_queued(now);
  auto const found = by_id_.find(id);
  if (found == by_id_.end()) return nullptr;
  found->second->model.advance(now);
  return found->second;
}

std::vector<session_entry*> directory::all(time_point now) {
  admit_queued(now);
  std::vector<session_entry*> entries;
  entries.reserve(sessions_.size());
  for (auto const& s : sessions_) {
    s->model.advance(now);
    entries.push_back(s.get());
  }
  return entries;
}

std::vector<std::string> directory::children(std::string const& parent) const {
  auto const found = children_.find(parent);
  return found == children_.end() ? std::vector<std::string>() : found->second;
}

std::optional<time_point> directory::next_activity(session_entry const& entry) const {
  std::optional<time_point> next = entry.model.next_activity();
  if (!entry.model.is_queued()) return next;
  // It starts when another one ends.
  for (auto const& s : sessions_) {
    auto const t = s->model.next_activity();
    if (t && (!next || *t < *next)) next = t;
  }
  return next;
}

std::size_t directory::active(time_point now) {
  std::size_t count = 0;
  for (auto const& s : sessions_) {
    s->model.advance(now);
    if (!s->model.is_queued() && !is_terminal(s->model.state())) ++count;
  }
  return count;
}

bool directory::is_full(time_point now) {
  auto const limit = options_.get().concurrency_limit;
  return limit != 0 && active(now) >= limit;
}

void directory::admit_queued(time_point now) {
  if (queued_ == 0) return;
  auto const limit = options_.get().concurrency_limit;
  std::size_t holding = active(now);
  queued_ = 0;
  for (auto const& s : sessions_) {
    if (!s->model.is_queued()) continue;
    if (holding < limit) {
      s->model.admit(now);
      ++holding;
    } else {
      ++queued_;
    }
  }
}

directory::created const* directory::by_key(std::string const& key) const {
  auto const found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : &found->second;
}

void directory::remember_key(std::string const& key, created c) {
  by_key_.insert_or_assign(key, std::move(c));
}

std::string directory::make_id() {
  auto const high = random_(), low = random_();
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-%04x-%012llx", static_cast<unsigned>(high >> 32U),
                static_cast<unsigned>(high >> 16U) & 0xffffU, static_cast<unsigned>(high) & 0xfffU,
                0x8000U | (static_cast<unsigned>(low >> 48U) & 0x3fffU),
                static_cast<unsigned long long>(low & 0xffffffffffffULL));
  return text.data();
}

}  // namespace hai::sim
