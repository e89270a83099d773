#include "fleet.hpp"

#include <boost/json.hpp>
#include <random>

namespace hai::sim {

namespace {

namespace json = boost::json;

std::chrono::nanoseconds seconds(double s) {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(s * 1e9));
}

json::object totals(account const& a) {
  json::object routes;
  for (auto const& [name, count] : a.requests_by_route) routes[name] = count;
  return {{"connections", a.connections},
          {"handshakes", a.handshakes},
          {"handshakes_resumed", a.handshakes_resumed},
          {"requests", a.requests},
          {"requests_by_route", std::move(routes)},
          {"polls", a.polls},
          {"polls_200", a.polls_200},
          {"polls_204", a.polls_204},
          {"events_served", a.events_served},
          {"faults", a.faults}};
}

json::value text_or_null(std::string const& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

}  // namespace

platform_options options_for(program_settings const& s) {
  platform_options options;
  options.port(s.port).api_key(s.api_key).page_cap(s.page_cap).seed(s.seed).tls(!s.plain);
  options.ca_file(s.ca_file).recorded_requests(0);
  return options;
}

std::vector<std::string> seed_fleet(platform& p, program_settings const& s) {
  std::mt19937_64 random(s.seed);
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < s.sessions; ++i) {
    auto const steps =
        std::uniform_int_distribution<std::size_t>((s.steps + 1) / 2, s.steps + s.steps / 2)(random);
    double const pace = s.pace_seconds * std::uniform_real_distribution<>(0.5, 1.5)(random);
    ids.push_back(p.add_session(script::lifelike(random(), steps, seconds(pace))));
  }
  return ids;
}

void seed_faults(platform& p, std::string const& weather) {
  if (weather == "none") return;
  double const often = weather == "storm" ? 0.04 : 0.004;
  auto const shower = [&](fault f) { p.fail(f.probability(often).always()); };
  shower(fault::drop_reply().route("GET /sessions/{id}/changes"));
  shower(fault::drop_request());
  shower(fault::cut_body(40).route("GET /sessions/{id}/changes"));
  shower(fault::reply(503, R"({"detail":"Upstream not available"})", {{"Retry-After", "1"}}));
  shower(fault::reply(502, "<html>Bad gateway</html>", {{"Content-Type", "text/html"}}));
  shower(fault::connection_close());
  shower(fault::slow_body(64, std::chrono::milliseconds(5)));
  if (weather != "storm") return;
  shower(fault::reset_on_accept());
  shower(fault::reply(429, R"({"detail":"Too many requests"})", {{"Retry-After", "1"}}));
  shower(fault::garbage());
  shower(fault::cut_reply(9));
}

std::string account_json(account const& a) {
  json::object sessions;
  for (auto const& [id, s] : a.sessions) {
    boost::system::error_code ec;
    json::value answer = json::parse(s.answer, ec);
    sessions[id] = {{"status", s.state},
                    {"answer", ec ? json::value(nullptr) : std::move(answer)},
                    {"error", text_or_null(s.error)},
                    {"error_code", text_or_null(s.error_code)},
                    {"outcome", text_or_null(s.outcome)},
                    {"events_emitted", s.events_emitted},
                    {"events_served", s.events_served}};
  }
  json::object account = totals(a);
  account["sessions"] = std::move(sessions);
  return json::serialize(account);
}

}  // namespace hai::sim
