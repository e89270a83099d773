#include "routes.hpp"

#include <algorithm>
#include <array>
#include <exception>

#include "route_handlers.hpp"

namespace hai::sim {

namespace {

constexpr std::string_view api_prefix = "/api/v2";

constexpr std::array table{
    route{"POST", "/api/v2/sessions", access::with_key, create_session},
    route{"GET", "/api/v2/sessions", access::with_key, list_sessions},
    route{"GET", "/api/v2/sessions/quota", access::with_key, get_quota},
    route{"GET", "/api/v2/sessions/{id}", access::shared_too, get_session},
    route{"DELETE", "/api/v2/sessions/{id}", access::with_key, cancel_session},
    route{"GET", "/api/v2/sessions/{id}/status", access::shared_too, get_status},
    route{"GET", "/api/v2/sessions/{id}/changes", access::shared_too, get_changes},
    route{"GET", "/api/v2/sessions/{id}/events", access::shared_too, get_events},
    route{"POST", "/api/v2/sessions/{id}/messages", access::with_key, post_messages},
    route{"POST", "/api/v2/sessions/{id}/tool_results", access::with_key, post_tool_results},
    route{"POST", "/api/v2/sessions/{id}/pause", access::with_key, post_pause},
    route{"POST", "/api/v2/sessions/{id}/resume", access::with_key, post_resume},
    route{"POST", "/api/v2/sessions/{id}/force_answer", access::with_key, post_force_answer},
    route{"POST", "/api/v2/sessions/{id}/feedback", access::with_key, post_feedback},
    route{"PUT", "/api/v2/sessions/{id}/events/{event_index}/feedback", access::with_key, put_event_feedback},
    route{"POST", "/api/v2/sessions/{id}/share", access::with_key, post_share},
    route{"DELETE", "/api/v2/sessions/{id}/share", access::with_key, delete_share},
    route{"POST", "/api/v2/sessions/{id}/files/list_files", access::with_key, list_files},
    route{"POST", "/api/v2/sessions/{id}/files/read_file", access::with_key, read_file},
    route{"POST", "/api/v2/sessions/{id}/files/write_file", access::with_key, write_file},
    route{"GET", "/api/v2/sessions/{id}/resources/{bucket}/{key...}", access::shared_too, get_resource},
    route{"GET", "/api/v1/trajectories/{id}/resources/{bucket}/{key...}", access::shared_too, get_resource},
    route{"GET", "/share/api/v1/trajectories/{id}", access::shared_too, get_session},
    route{"GET", "/storage/{id}/files/{key...}", access::anyone, get_stored_file},
    route{"GET", "/storage/{key...}", access::anyone, get_stored},
};

bool next_segment(std::string_view& rest, std::string_view& segment) {
  if (rest.empty()) return false;
  rest.remove_prefix(1);  // its slash
  segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return true;
}

std::optional<std::vector<std::string>> fit(std::string_view pattern, std::vector<std::string> const& path,
                                            std::size_t from) {
  std::vector<std::string> values;
  std::string_view segment;
  for (; next_segment(pattern, segment); ++from) {
    if (from >= path.size()) return std::nullopt;
    if (segment.ends_with("...}")) {
      std::string rest = path[from];
      while (++from < path.size()) rest.append("/").append(path[from]);
      values.push_back(std::move(rest));
      return values;
    }
    if (segment.starts_with('{')) {
      values.push_back(path[from]);
    } else if (segment != path[from]) {
      return std::nullopt;
    }
  }
  if (from != path.size()) return std::nullopt;
  return values;
}

// How many segments of the path the base path takes; nothing when the path lies elsewhere.
std::optional<std::size_t> skip_base(std::string_view base_path, std::vector<std::string> const& path) {
  std::size_t taken = 0;
  std::string_view segment;
  while (next_segment(base_path, segment)) {
    if (taken >= path.size() || path[taken] != percent_decoded(segment, false)) return std::nullopt;
    ++taken;
  }
  return taken;
}

reply unauthorized() {
  reply r = json_reply(401, R"({"message":"Unauthorized"})");
  r.headers.emplace_back("WWW-Authenticate", "Bearer");
  return r;
}

}  // namespace

std::string route::name() const {
  std::string_view path = pattern;
  if (path.starts_with(api_prefix)) path.remove_prefix(api_prefix.size());
  return std::string(method) + " " + std::string(path);
}

std::string route_match::session() const {
  bool const has = found && found->pattern.find("{id}") != std::string_view::npos;
  return has ? values.front() : std::string();
}

route_match match_route(request const& r, std::string_view base_path) {
  route_match match;
  auto const from = skip_base(base_path, r.path);
  if (!from) return match;
  for (route const& candidate : table) {
    auto values = fit(candidate.pattern, r.path, *from);
    if (!values) continue;
    if (candidate.method != r.method) {
      match.other_method = true;
      continue;
    }
    match.found = &candidate;
    match.values = std::move(*values);
    return match;
  }
  return match;
}

bool has_valid_key(request const& r, platform_options::values const& options) {
  auto const* authorization = r.header("authorization");
  if (!authorization || !authorization->starts_with("Bearer ")) return false;
  return std::find(options.api_keys.begin(), options.api_keys.end(), authorization->substr(7)) !=
         options.api_keys.end();
}

outcome handle(route_context const& context, request const& r, route_match const& match, time_point arrived,
               time_point now) {
  call const c{context, r, match.values, arrived, now};
  access const who = match.found ? match.found->who : access::with_key;
  if (who != access::anyone && !has_valid_key(r, context.options)) {
    if (who != access::shared_too || r.header("authorization")) return unauthorized();
    auto const* entry = c.session();
    if (!entry || !entry->shared) return unauthorized();
  }
  if (!match.found)
    return match.other_method ? detail_reply(405, "Method Not Allowed") : detail_reply(404, "Not Found");
  try {
    return match.found->handle(c);
  } catch (std::exception const& e) {  // the owner's script for a new session: its id may be taken
    return detail_reply(500, e.what());
  }
}

}  // namespace hai::sim
