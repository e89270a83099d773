#include <algorithm>
#include <hai/error.hpp>
#include <hai/history_query.hpp>
#include <hai/session_filter.hpp>
#include <initializer_list>

#include "api/new_request.hpp"
#include "api/page_limits.hpp"
#include "api/routes.hpp"
#include "http/percent.hpp"
#include "model/timestamp.hpp"

// The routes that list, with their parameters.

namespace hai::api {
namespace {

[[noreturn]] void refuse(std::string const& field, std::string const& why) {
  throw error(errc::invalid_argument, field + ": " + why);
}

/// The parameters of a list, checked one by one; `of` begins the names in errors.
class list_query {
 public:
  explicit list_query(std::string of) : of_(std::move(of)) {}

  void add(char const* name, std::optional<std::string> const& value) {
    if (value) text_.add(name, *value);
  }

  void add_one_of(char const* name, std::optional<std::string> const& value,
                  std::initializer_list<std::string_view> allowed) {
    if (!value) return;
    if (std::find(allowed.begin(), allowed.end(), *value) == allowed.end()) {
      std::string names;
      for (auto const each : allowed) names.append(names.empty() ? "" : ", ").append(each);
      refuse(of_ + name, "one of " + names + " is needed, not \"" + *value + "\"");
    }
    text_.add(name, *value);
  }

  void add_time(char const* name, std::optional<std::string> const& value) {
    if (!value) return;
    if (!model::parse_timestamp(*value))
      refuse(of_ + name, "a time such as 2026-03-01T12:00:00Z is needed, not \"" + *value + "\"");
    text_.add(name, *value);
  }

  void add_page(std::optional<std::int64_t> page, std::optional<std::int64_t> size, std::int64_t most) {
    if (page && *page < 1) refuse(of_ + "page", "at least 1 is needed, not " + std::to_string(*page));
    if (size && (*size < 1 || *size > most))
      refuse(of_ + "size", "1 to " + std::to_string(most) + " is allowed, not " + std::to_string(*size));
    if (page) text_.add("page", std::to_string(*page));
    if (size) text_.add("size", std::to_string(*size));
  }

  std::string const& text() const { return text_.text(); }

 private:
  std::string of_;
  http::query_text text_;
};

bool is_target_char(char c) { return c > ' ' && c < 0x7f && c != '#'; }

}  // namespace

http::request routes::list_sessions(session_filter const& filter) const {
  list_query query("session_filter: ");
  query.add_one_of("owner", filter.owner(),
                   {"me", "me-in-organization", "organization", "me-or-organization"});
  for (auto const& state : filter.status()) query.add("status", state.name());
  for (auto const& name : filter.agent()) query.add("agent", name);
  query.add("group_id", filter.group_id());
  query.add("parent_session_id", filter.parent_session_id());
  query.add("schedule_id", filter.schedule_id());
  query.add("search", filter.search());
  query.add_time("created_before", filter.created_before());
  query.add_time("created_after", filter.created_after());
  query.add_time("finished_before", filter.finished_before());
  query.add_time("finished_after", filter.finished_after());
  query.add_page(filter.page(), filter.size(), most_sessions);
  query.add_one_of("sort", filter.sort(), {"created_at", "-created_at"});
  return new_request("GET", "/sessions", sessions_ + query.text());
}

http::request routes::quota() const { return new_request("GET", "/sessions/quota", sessions_ + "/quota"); }

http::request routes::history(std::string const& session_path, history_query const& asked) {
  list_query query("history_query: ");
  query.add_page(asked.page(), asked.size(), most_events);
  query.add_one_of("sort", asked.sort(), {"timestamp", "-timestamp"});
  query.add("type", asked.type());
  return new_request("GET", "/sessions/{id}/events", session_path + "/events" + query.text());
}

std::string routes::path_of(std::string_view target) const {
  if (!target.starts_with('/') || !std::all_of(target.begin(), target.end(), is_target_char))
    refuse("target", "a path from its first '/' on is needed, percent-encoded and without a fragment");
  return prefix_ + (target.starts_with("/api/") ? "" : "/api/v2") + std::string(target);
}

}  // namespace hai::api
