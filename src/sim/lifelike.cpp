// Believable runs of a web agent, made from a seed.

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <random>
#include <utility>

#include <hai/sim/script.hpp>

namespace hai::sim {

namespace {

namespace json = boost::json;

constexpr std::string_view api_mark = "{{api}}", session_mark = "{{session}}";

struct errand {
  char const* task;
  char const* site;
  std::array<char const*, 4> pages;
  char const* answer;
};

constexpr std::array errands{
    errand{"Find the cheapest night train from Lyon to Berlin next Friday.",
           "https://trains.example",
           {"Timetable search", "Results: Lyon – Berlin", "Night train 470, fares", "Seat reservation"},
           "Night train 470 leaves Lyon at 19:12 and costs 89.90 € in a six-berth compartment."},
    errand{"Which of the three closest libraries has the new tide tables?",
           "https://library.example",
           {"Town library", "Catalogue: tide tables", "Branches and opening hours", "Harbour branch"},
           "The harbour branch has two copies; one can be borrowed today."},
    errand{"Compare the energy labels of these two refrigerators.",
           "https://kitchen.example",
           {"Refrigerators", "Nordfrost 300 – data sheet", "Kelvin S – data sheet", "Compare products"},
           "Nordfrost 300: class B, 115 kWh a year. Kelvin S: class D, 178 kWh a year."},
    errand{"Collect the opening hours of every pharmacy in Étretat.",
           "https://health.example",
           {"Find a pharmacy", "Étretat (3 results)", "Pharmacie du Port", "Pharmacie de l'Aiguille"},
           "Three pharmacies; all open 9:00–12:30 and 14:00–19:00, one also on Sunday morning."},
    errand{"Fill in the registration form for the beginners' pottery course.",
           "https://courses.example",
           {"Courses this spring", "Pottery for beginners", "Registration", "Please check your details"},
           "The form is filled in as far as the payment page; the course costs 140 €."},
    errand{"What changed in the last release of the mapping tool?",
           "https://code.example",
           {"Releases", "Version 4.2.0", "Change log", "Issue 871: tiles flicker"},
           "Version 4.2.0 mends flickering tiles, adds contour lines and drops the old tile format."},
};

constexpr std::array thoughts{
    "The page has loaded. The part I need should be behind this link.",
    "This list is long; searching is quicker than scrolling.",
    "The figure is on the data sheet, so I open it before comparing.",
    "A banner covers the page. I close it first.",
    "I have the first value and need one more page to be sure.",
};

struct action {
  char const* tool;
  json::object args;
  std::string result;
};

class storyteller {
 public:
  storyteller(std::uint64_t seed, std::chrono::nanoseconds pace, std::string task)
      : random_(seed), pace_(pace), errand_(errands[pick(errands.size())]), task_(std::move(task)) {
    if (task_.empty()) task_ = errand_.task;
  }

  script tell(std::size_t steps);

 private:
  std::size_t pick(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  std::chrono::nanoseconds some_time(double share) {
    double const spread = std::uniform_real_distribution<>(0.5, 1.5)(random_);
    return std::chrono::nanoseconds(
        static_cast<std::int64_t>(static_cast<double>(pace_.count()) * share * spread));
  }
  void agent_event(std::chrono::nanoseconds after, json::object data) {
    story_.event(after, "AgentEvent", json::serialize(data));
  }
  void opening();
  void round(std::size_t n);
  void metrics(std::size_t steps);
  void ending(std::size_t steps);
  action choose(std::size_t n);
  json::object observation(std::size_t n);

  std::mt19937_64 random_;
  std::chrono::nanoseconds pace_;
  errand const& errand_;
  std::string task_;
  script story_;
};

script storyteller::tell(std::size_t steps) {
  opening();
  for (std::size_t n = 0; n < steps; ++n) round(n);
  ending(steps);
  return std::move(story_);
}

void storyteller::opening() {
  story_.agent(pick(2) == 0 ? "h/web-surfer-pro" : "h/web-surfer-flash").task(task_).starts("pending");
  story_.event(some_time(0.1), "RequestStartEvent");
  story_.event(some_time(0.1), "RequestStartDispatchedEvent", R"({"status":"accepted"})");
  story_.state(some_time(0.3), "running");
  story_.event({}, "AgentStartedEvent");
  story_.event(
      some_time(0.1), "LiveViewUrlEvent",
      R"({"live_view_url":"https://live.example/view/)" + std::to_string(random_() % 1000000) + "\"}");
  agent_event({}, {{"kind", "message_event"}, {"caller_id", "user"}, {"content", json::array{task_}}});
  story_.event({}, "ActiveStateChangeEvent", R"({"state":"running","pending_tool_calls":null})");
  agent_event(some_time(0.5), observation(0));
}

action storyteller::choose(std::size_t n) {
  switch (pick(4)) {
    case 0:
      return {"click", {{"x", 120 + pick(900)}, {"y", 80 + pick(700)}}, "clicked"};
    case 1:
      return {
          "type_text", {{"text", std::string(task_.substr(0, task_.find(' ')))}, {"submit", true}}, "typed"};
    case 2:
      return {"scroll", {{"direction", "down"}, {"amount", 400 + pick(800)}}, "scrolled"};
    default:
      return {"goto", {{"url", std::string(errand_.site) + "/page/" + std::to_string(n + 1)}}, "loaded"};
  }
}

json::object storyteller::observation(std::size_t n) {
  std::string const page = errand_.pages[std::min(n, errand_.pages.size() - 1)];
  std::string const picture = std::string(api_mark) + "/api/v1/trajectories/" + std::string(session_mark) +
                              "/resources/screenshots/step-" + std::to_string(n) + ".png";
  json::object metadata{{"url", std::string(errand_.site) + "/page/" + std::to_string(n)},
                        {"title", page},
                        {"text", "# " + page + "\nSome of what the page says."},
                        {"tabs", json::array{"0"}},
                        {"current_tab", "0"},
                        {"viewport_size", json::array{1200, 1200}},
                        {"page_size", json::array{1200, 1200 + pick(5000)}},
                        {"scroll_position", json::array{0, pick(400)}},
                        {"cursor_position", nullptr}};
  json::object image{{"type", "url"}, {"source", picture}, {"media_type", "image/png"}};
  return {{"kind", "observation_event"},
          {"type", "web"},
          {"text", nullptr},
          {"image", std::move(image)},
          {"metadata", std::move(metadata)}};
}

void storyteller::round(std::size_t n) {
  action const a = choose(n);
  json::object request{{"tool_name", a.tool}, {"args", a.args}, {"id", "call_" + std::to_string(n + 1)}};
  agent_event(some_time(0.5), {{"kind", "policy_event"},
                               {"reasoning_content", thoughts[pick(thoughts.size())]},
                               {"content", nullptr},
                               {"tool_reqs", json::array{request}},
                               {"validation_errors", json::array()}});
  agent_event(some_time(0.2),
              {{"kind", "tool_result"}, {"tool_req", request}, {"result", a.result}, {"truncated", false}});
  agent_event(some_time(0.3), observation(n + 1));
  if (n % 3 == 2) metrics(n + 1);
}

void storyteller::metrics(std::size_t steps) {
  auto const n = static_cast<double>(steps);
  json::object const sum{{"steps", steps},
                         {"cost_per_model", json::array()},
                         {"input_cost", 0.00105 * n},
                         {"output_cost", 0.00029 * n},
                         {"reasoning_cost", 0.00008 * n},
                         {"total_cost", 0.00142 * n}};
  story_.event({}, "MetricsUpdateEvent", json::serialize(json::object{{"metrics", sum}}));
}

void storyteller::ending(std::size_t steps) {
  auto const fate = pick(10);
  if (fate == 0) {
    story_.event(some_time(1), "AgentCompletionEvent", R"({"reason":"stopped"})");
    story_.ends("failed", "The browser stopped answering.", "environment_error");
    return;
  }
  story_.answer(some_time(1), json::serialize(json::value(errand_.answer)));
  metrics(steps);
  if (fate <= 2) {
    story_.event({}, "ActiveStateChangeEvent", R"({"state":"idle","pending_tool_calls":null})");
    story_.ends("idle", {}, {}, "success");
    return;
  }
  story_.event(some_time(0.1), "AgentCompletionEvent", R"({"reason":"finished"})");
  story_.ends("completed", {}, {}, "success");
}

void replace_all(std::string& text, std::string_view mark, std::string_view value) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
    text.replace(at, mark.size(), value);
}

}  // namespace

script script::lifelike(std::uint64_t seed, std::size_t steps, duration pace, std::string task) {
  script s = storyteller(seed, pace, std::move(task)).tell(steps);
  s.has_links_ = true;
  return s;
}

void script::resolve_links(std::string_view api_url, std::string_view escaped_id) {
  if (!has_links_) return;
  for (auto& step : steps_) {
    if (step.text.find(api_mark) == std::string::npos) continue;
    replace_all(step.text, api_mark, api_url);
    replace_all(step.text, session_mark, escaped_id);
  }
}

}  // namespace hai::sim
