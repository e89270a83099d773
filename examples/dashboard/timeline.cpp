#include "timeline.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>

#include "card.hpp"

namespace dashboard {
namespace {

constexpr std::size_t longest_text = 4000;

std::string in_text(boost::json::value const& value) {
  auto const* text = value.if_string();
  return text ? std::string(*text) : boost::json::serialize(value);
}

struct line {
  char const* kind;
  std::string text;
};

/// One overload a payload; what has none is shown with its type alone.
struct teller {
  hai::event const& of;

  line operator()(hai::message_event const& e) const {
    std::string text;
    for (auto const& part : e.content)
      if (auto const* said = std::get_if<std::string>(&part)) text += *said;
    return {"message", std::move(text)};
  }
  line operator()(hai::policy_event const& e) const {
    std::string text = e.reasoning_content.value_or(e.content.value_or(""));
    for (auto const& each : e.tool_reqs)
      text += "\n→ " + each.tool_name + " " + boost::json::serialize(each.args);
    return {"action", std::move(text)};
  }
  line operator()(hai::tool_result_event const& e) const {
    return {"result", e.tool_req.tool_name + ": " + in_text(e.result)};
  }
  line operator()(hai::observation_event const& e) const {
    if (auto const seen = e.web()) return {"observation", seen->title + "\n" + seen->url};
    return {"observation", e.text.value_or(e.type.value_or(""))};
  }
  line operator()(hai::answer_event const& e) const { return {"answer", in_text(e.answer)}; }
  line operator()(hai::error_event const& e) const { return {"trouble", e.error}; }
  line operator()(hai::agent_error_event const& e) const { return {"trouble", e.error}; }
  line operator()(hai::flow_event const& e) const { return {"state", e.flow + " by " + e.origin}; }
  line operator()(hai::active_state_change_event const& e) const {
    return {"state", std::string(e.state.name())};
  }
  line operator()(hai::agent_run_status_change_event const& e) const { return {"state", e.status}; }
  line operator()(hai::metrics_update_event const& e) const {
    return {"note", std::to_string(e.metrics.steps) + " steps"};
  }
  template <class Other>
  line operator()(Other const&) const {
    return {"note", std::string(of.kind().empty() ? of.type() : of.kind())};
  }
};

}  // namespace

std::string timeline_line(hai::event const& of) {
  line const told = of.visit([&](auto const& payload) { return teller{of}(payload); });
  auto const at = std::chrono::duration_cast<std::chrono::milliseconds>(of.timestamp().time_since_epoch());
  boost::json::object out{
      {"index", of.index()}, {"at", at.count()}, {"kind", told.kind}, {"text", cut(told.text, longest_text)}};
  if (auto const seen = of.get_if<hai::observation_event>(); seen && seen->image) out["screen"] = of.index();
  return boost::json::serialize(out);
}

}  // namespace dashboard
