#include "monitor/checkpoint.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <hai/error.hpp>
#include <string_view>

namespace hai::detail {
namespace {

namespace json = boost::json;

constexpr std::int64_t current_version = 1;

[[noreturn]] void refuse(std::string const& what) {
  throw error(errc::invalid_argument, "restore: checkpoint: " + what);
}

json::object positions(std::map<std::string, position> const& from, bool events) {
  json::object all;
  all.reserve(from.size());
  for (auto const& [id, at] : from) {
    if (events)
      all.emplace(id, at.next_index);
    else
      all.emplace(id, at.state ? json::value(at.state->name()) : json::value(nullptr));
  }
  return all;
}

json::array ids(std::set<std::string> const& from) { return json::array(from.begin(), from.end()); }

json::value const& member(json::object const& of, std::string_view name) {
  auto const* found = of.if_contains(name);
  if (!found) refuse(std::string(name) + " is missing");
  return *found;
}

position read_position(json::value const& from, bool events, std::string const& where) {
  position at;
  if (events) {
    boost::system::error_code failed;
    at.next_index = from.is_number() && !from.is_double() ? from.to_number<std::uint64_t>(failed) : 0;
    if (!from.is_number() || from.is_double() || failed) refuse(where + " is no index");
  } else if (auto const* name = from.if_string()) {
    at.state.emplace(std::string_view(*name));
  } else if (!from.is_null()) {
    refuse(where + " is no state");
  }
  return at;
}

std::map<std::string, position> read_positions(json::object const& of, std::string_view name, bool events) {
  auto const* all = member(of, name).if_object();
  if (!all) refuse(std::string(name) + " is no object");
  std::map<std::string, position> read;
  for (auto const& [id, at] : *all) {
    if (id.empty()) refuse(std::string(name) + " has a session without an id");
    std::string const where = std::string(name) + ": \"" + std::string(id) + "\"";
    read.emplace(id, read_position(at, events, where));
  }
  return read;
}

std::set<std::string> read_ids(json::object const& of, std::string_view name) {
  auto const* all = member(of, name).if_array();
  if (!all) refuse(std::string(name) + " is no array");
  std::set<std::string> read;
  for (auto const& id : *all) {
    if (!id.is_string() || id.get_string().empty()) refuse(std::string(name) + " holds what is no id");
    read.emplace(id.get_string());
  }
  return read;
}

}  // namespace

json::value to_json(checkpoint const& from) {
  json::object to;
  to["version"] = current_version;
  to["events"] = from.events;
  to["until"] = from.until == until::settled ? "settled" : "terminal";
  to["watched"] = positions(from.watched, from.events);
  to["ended"] = positions(from.ended, from.events);
  to["unwatched"] = ids(from.unwatched);
  to["parents"] = ids(from.parents);
  return to;
}

checkpoint read_checkpoint(json::value const& from) {
  auto const* whole = from.if_object();
  if (!whole) refuse("is no object");
  if (member(*whole, "version") != json::value(current_version)) refuse("version is not 1");
  checkpoint to;
  auto const* events = member(*whole, "events").if_bool();
  if (!events) refuse("events is neither true nor false");
  to.events = *events;
  auto const& goal = member(*whole, "until");
  if (goal != "settled" && goal != "terminal") refuse("until is neither settled nor terminal");
  to.until = goal == "settled" ? until::settled : until::terminal;
  to.watched = read_positions(*whole, "watched", to.events);
  to.ended = read_positions(*whole, "ended", to.events);
  to.unwatched = read_ids(*whole, "unwatched");
  to.parents = read_ids(*whole, "parents");
  return to;
}

}  // namespace hai::detail
