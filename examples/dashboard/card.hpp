#pragma once

#include <hai/agents.hpp>

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>

namespace dashboard {

/// One session as its card shows it. Texts are the agent's own, cut to a length; the page shows them as text.
struct card {
  std::string id;
  std::string state;
  std::string title;       ///< what was asked first
  std::int64_t steps = 0;  ///< decisions of the agent
  std::optional<double> cost;
  std::string action;  ///< what it did last
  std::string page;    ///< what it saw last
  std::string answer;
  std::string trouble;                     ///< why it failed
  std::optional<std::uint64_t> screen;     ///< the index of the event with the last screenshot
  std::optional<hai::image_content> shot;  ///< that screenshot
  std::int64_t last_change_ms = 0;         ///< Unix time
  bool is_over = false;
  std::uint64_t changed_in = 0;  ///< the generation of the fleet that changed it last
};

/// Takes an event into the card.
void show(card& on, hai::event const& what);
/// How the session ended, or why it cannot be followed.
void show(card& on, hai::run_result const& end);
void show(card& on, hai::error const& failure);

boost::json::object to_json(card const& of);

/// At most `longest` bytes of a text, whole characters.
std::string cut(std::string_view text, std::size_t longest);

}  // namespace dashboard
