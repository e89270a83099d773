#include <algorithm>
#include <cctype>

#include "documents.hpp"
#include "json_text.hpp"
#include "route_handlers.hpp"

namespace hai::sim {

namespace {

using date = std::chrono::system_clock::time_point;

struct list_filter {
  std::vector<std::string> states, agents;
  std::optional<std::string> group_id, parent_session_id, search;
  std::optional<date> created_before, created_after, finished_before, finished_after;
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool one_of(std::vector<std::string> const& wanted, std::string const& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool fits(list_filter const& f, session_entry const& s) {
  auto const& m = s.model;
  if (!one_of(f.states, m.state()) || !one_of(f.agents, s.agent)) return false;
  if (f.group_id && *f.group_id != s.group_id) return false;
  if (f.parent_session_id && *f.parent_session_id != s.parent_session_id) return false;
  if (f.search && lower(s.first_message + "\n" + m.answer()).find(lower(*f.search)) == std::string::npos)
    return false;
  // As the text of a date has it, which is what a filter was made from.
  auto const told = [&m](auto when) {
    return std::chrono::floor<std::chrono::microseconds>(m.dates()(when));
  };
  date const created = told(m.created());
  if (f.created_before && created >= *f.created_before) return false;
  if (f.created_after && created <= *f.created_after) return false;
  if (!f.finished_before && !f.finished_after) return true;
  if (!m.finished()) return false;
  date const finished = told(*m.finished());
  return (!f.finished_before || finished < *f.finished_before) &&
         (!f.finished_after || finished > *f.finished_after);
}

std::optional<std::string> text_of(request const& r, std::string_view name) {
  auto const* value = r.parameter(name);
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<reply> read_date(request const& r, std::string const& name, std::optional<date>& out) {
  auto const* text = r.parameter(name);
  if (!text) return std::nullopt;
  out = parse_iso8601(*text);
  if (out) return std::nullopt;
  return validation_reply("datetime_from_date_parsing", "[\"query\"," + quoted(name) + "]",
                          "Input should be a valid datetime", quoted(*text));
}

std::optional<reply> read_filter(request const& r, list_filter& f) {
  f.states = r.parameters("status");
  f.agents = r.parameters("agent");
  f.group_id = text_of(r, "group_id");
  f.parent_session_id = text_of(r, "parent_session_id");
  f.search = text_of(r, "search");
  for (auto const& state : f.states)
    if (!is_state(state))
      return validation_reply("enum", R"(["query","status"])", "Input should be a session state",
                              quoted(state));
  if (auto refusal = read_date(r, "created_before", f.created_before)) return refusal;
  if (auto refusal = read_date(r, "created_after", f.created_after)) return refusal;
  if (auto refusal = read_date(r, "finished_before", f.finished_before)) return refusal;
  return read_date(r, "finished_after", f.finished_after);
}

}  // namespace

outcome list_sessions(call const& c) {
  auto const page = number_of(c.message, "page", 1, std::nullopt);
  if (page.refusal) return *page.refusal;
  auto const size = number_of(c.message, "size", 1, 100);
  if (size.refusal) return *size.refusal;
  list_filter filter;
  if (auto refusal = read_filter(c.message, filter)) return *refusal;

  auto chosen = c.context.sessions.all(c.now);
  std::erase_if(chosen, [&](session_entry const* s) { return !fits(filter, *s); });
  auto const* sort = c.message.parameter("sort");
  if (!sort || *sort != "created_at") std::reverse(chosen.begin(), chosen.end());

  auto const number = static_cast<std::size_t>(page.value.value_or(1));
  auto const length = static_cast<std::size_t>(size.value.value_or(10));
  std::vector<std::string> items;
  for (std::size_t i = (number - 1) * length; i < chosen.size() && items.size() < length; ++i)
    items.push_back(summary_document(*chosen[i], c.context.view_origin));
  return json_reply(200, page_document(items, chosen.size(), number));
}

}  // namespace hai::sim
