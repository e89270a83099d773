#include "card.hpp"

#include <boost/json/serialize.hpp>
#include <chrono>
#include <utility>

namespace dashboard {
namespace {

constexpr std::size_t longest_line = 160;
constexpr std::size_t longest_answer = 600;

/// One overload for each payload that changes a card.
struct painter {
  card& on;
  std::uint64_t index;

  void operator()(hai::active_state_change_event const& e) const { on.state = e.state.name(); }
  void operator()(hai::agent_run_status_change_event const& e) const { on.state = cut(e.status, 40); }
  void operator()(hai::metrics_update_event const& e) const { on.cost = e.metrics.total_cost; }
  void operator()(hai::policy_event const& e) const {
    ++on.steps;
    std::string words;
    for (auto const& each : e.tool_reqs) words += (words.empty() ? "" : ", ") + each.tool_name;
    if (words.empty()) words = e.content.value_or(e.reasoning_content.value_or(""));
    on.action = cut(words, longest_line);
  }
  void operator()(hai::message_event const& e) const {
    for (auto const& part : e.content)
      if (auto const* text = std::get_if<std::string>(&part)) {
        if (on.title.empty()) on.title = cut(*text, longest_line);
        on.action = "message: " + cut(*text, longest_line);
        return;
      }
  }
  void operator()(hai::observation_event const& e) const {
    if (auto const seen = e.web()) on.page = cut(seen->title.empty() ? seen->url : seen->title, longest_line);
    if (!e.image) return;
    on.screen = index;
    on.shot = e.image;
  }
  void operator()(hai::answer_event const& e) const {
    auto const* text = e.answer.if_string();
    on.answer = cut(text ? std::string_view(*text) : boost::json::serialize(e.answer), longest_answer);
  }
  void operator()(hai::error_event const& e) const { on.action = "error: " + cut(e.error, longest_line); }
  void operator()(hai::flow_event const& e) const { on.action = "asked to " + cut(e.flow, 40); }
  template <class Other>
  void operator()(Other const&) const {}
};

std::int64_t unix_ms(hai::event const& of) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(of.timestamp().time_since_epoch()).count();
}

}  // namespace

void show(card& on, hai::event const& what) {
  on.last_change_ms = unix_ms(what);
  what.visit([&](auto const& payload) { painter{on, what.index()}(payload); });
}

void show(card& on, hai::run_result const& end) {
  on.state = end.state.name();
  on.is_over = true;
  on.trouble = cut(end.error.value_or(end.error_code.value_or("")), longest_line);
}

void show(card& on, hai::error const& failure) {
  on.state = "not followed";
  on.is_over = true;
  on.trouble = cut(failure.what(), longest_line);
}

boost::json::object to_json(card const& of) {
  boost::json::object out{{"id", of.id},         {"state", of.state},     {"title", of.title},
                          {"steps", of.steps},   {"action", of.action},   {"page", of.page},
                          {"answer", of.answer}, {"trouble", of.trouble}, {"changed", of.last_change_ms},
                          {"over", of.is_over}};
  if (of.cost) out["cost"] = *of.cost;
  if (of.screen) out["screen"] = *of.screen;
  return out;
}

std::string cut(std::string_view text, std::size_t longest) {
  if (text.size() <= longest) return std::string(text);
  while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0) == 0x80) --longest;
  return std::string(text.substr(0, longest)) + "…";
}

}  // namespace dashboard
