#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include <hai/sim/platform_options.hpp>
#include "session_model.hpp"

namespace hai::sim {

/// A session of the platform: what it does, and what the API says about it besides.
struct session_entry {
  std::string id;
  std::string request_json;  ///< the SessionRequest, agent resolved
  std::string agent, first_message, group_id, parent_session_id;
  bool shared = false;
  session_model model;
};

/// Every session of the platform, in the order of creation, and who waits for a slot. No I/O; `now` is handed
/// in.
class directory {
 public:
  directory(platform_options, calendar);

  void lies_at(std::string api_url) { api_url_ = std::move(api_url); }

  /// The id of the new session. Throws std::invalid_argument when the script's id is taken.
  std::string add(script, std::string request_json, time_point now);
  void remove(std::string const& id);

  /// The session with everything up to `now` done; null when there is none.
  session_entry* find(std::string const& id, time_point now);
  std::vector<session_entry*> all(time_point now);
  std::vector<std::string> children(std::string const& parent) const;

  /// The next moment at which something may happen to a session by itself.
  std::optional<time_point> next_activity(session_entry const&) const;

  std::size_t active(time_point now);  ///< sessions that hold a slot
  bool is_full(time_point now);
  bool has_queued() const { return queued_ > 0; }

  struct created {
    std::string key_body;
    std::string id;
    std::uint64_t by_request = 0;  ///< the one that still waits for its reply before `ready`
    time_point ready{};
  };
  /// What was created with this Idempotency-Key, if anything.
  created const* by_key(std::string const& key) const;
  void remember_key(std::string const& key, created);

 private:
  void admit_queued(time_point now);
  std::string make_id();

  platform_options options_;
  calendar calendar_;
  std::string api_url_;
  std::mt19937_64 random_;
  std::vector<std::unique_ptr<session_entry>> sessions_;
  std::unordered_map<std::string, session_entry*> by_id_;
  std::unordered_map<std::string, std::vector<std::string>> children_;
  std::map<std::string, created> by_key_;
  std::size_t queued_ = 0;
};

}  // namespace hai::sim
