#include "settings.hpp"

#include <CLI/CLI.hpp>

namespace hai::sim {

parsed_settings parse_settings(int argc, char** argv) {
  program_settings s;
  CLI::App app{"A simulated platform of the agents API on loopback, with a few lifelike sessions to follow."};
  app.set_version_flag("--version", "hai-sim " HAI_SIM_VERSION);
  app.add_option("--port", s.port, "Port on 127.0.0.1 (0: any free one)")->capture_default_str();
  app.add_option("--sessions", s.sessions, "Number of sessions at start")->capture_default_str();
  app.add_option("--steps", s.steps, "Steps of each session, more or less")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  app.add_option("--pace", s.pace_seconds, "Mean seconds between two steps")
      ->check(CLI::Range(0.001, 3600.0))
      ->capture_default_str();
  app.add_option("--seed", s.seed, "The same seed gives the same sessions")->capture_default_str();
  app.add_option("--api-key", s.api_key, "The key it accepts")->capture_default_str();
  app.add_option("--ca-file", s.ca_file, "Where to write its CA (default: a temporary file)");
  app.add_flag("--plain", s.plain, "HTTP without TLS");
  app.add_option("--page-cap", s.page_cap, "Most events of one page of /changes")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  app.add_option("--faults", s.faults, "How often it breaks")
      ->check(CLI::IsMember({"none", "mild", "storm"}))
      ->capture_default_str();
  app.add_option("--duration", s.duration_seconds, "End by itself after so many seconds (0: on a signal)")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  app.add_option("--account", s.account_file, "Write what it served, as JSON, when it ends");
  app.add_option("--ids", s.ids_file, "Write the ids of the sessions, one per line, at start");
  app.add_flag("--quiet", s.quiet, "Print the URL only");
  parsed_settings parsed;
  try {
    app.parse(argc, argv);
    parsed.settings = s;
  } catch (CLI::ParseError const& e) {
    parsed.exit_code = app.exit(e) == 0 ? 0 : 2;
  }
  return parsed;
}

}  // namespace hai::sim
