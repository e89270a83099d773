#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <hai/sim/platform_options.hpp>
#include "directory.hpp"
#include "http_message.hpp"

namespace hai::sim {

/// What a route needs beside the request.
struct route_context {
  directory& sessions;
  platform_options::values const& options;
  std::string const& view_origin;     ///< starts links to the web page of a session
  std::string const& storage_origin;  ///< another origin, where resources are stored
  std::uint64_t request_number;       ///< tells a request that waits from another one
};

struct call;

/// What comes of a request: a reply, or the wish to look again at a later time point or as soon as the
/// session is touched.
struct outcome {
  reply answer;
  std::optional<time_point> look_again;
  bool touched = false;  ///< the session was told something: those who wait on it look again
  std::size_t events_served = 0;

  outcome() = default;
  outcome(reply r) : answer(std::move(r)) {}
};

enum class access { with_key, shared_too, anyone };

struct route {
  std::string_view method;
  std::string_view pattern;  ///< below the base path; `{id}` is one segment, `{key...}` the rest
  access who;
  outcome (*handle)(call const&);

  /// `GET /sessions/{id}/changes`: without the API's own prefix.
  std::string name() const;
};

/// The route of a request and the values in its path.
struct route_match {
  route const* found = nullptr;  ///< null: the API has no such thing
  bool other_method = false;     ///< it has, but not with this method
  std::vector<std::string> values;

  std::string name() const { return found ? found->name() : "unknown"; }
  /// The session in the path, if any.
  std::string session() const;
};

struct call {
  route_context const& context;
  request const& message;
  std::vector<std::string> const& values;
  time_point arrived, now;

  std::string const& id() const { return values.front(); }
  session_entry* session() const { return context.sessions.find(id(), now); }
};

route_match match_route(request const&, std::string_view base_path);

/// Carries a request out. A request that waits is handed in again, with the same `arrived`.
outcome handle(route_context const&, request const&, route_match const&, time_point arrived, time_point now);

/// Who is accepted, as the gateway sees it.
bool has_valid_key(request const&, platform_options::values const&);

}  // namespace hai::sim
