#include "watch/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <hai/version.hpp>
#include <memory>

#include "watch/exit_code.hpp"

namespace hai::watch {
namespace {

constexpr double longest_timeout_s = 1e9;

// CLI11 2.1 takes -1 for an unsigned number, and NaN for any.
CLI::Validator const whole_number(
    [](std::string& text) {
      std::uint64_t value = 0;
      auto const end = text.data() + text.size();
      auto const parsed = std::from_chars(text.data(), end, value);
      return parsed.ec == std::errc() && parsed.ptr == end ? std::string() : "not a whole number: " + text;
    },
    "");
CLI::Validator const duration_in_seconds(
    [](std::string& text) {
      double value = 0;
      bool const sound = CLI::detail::lexical_cast(text, value) && value > 0 && value <= longest_timeout_s;
      return sound ? std::string() : "not a number of seconds above 0: " + text;
    },
    "");

/// What CLI11 writes to, before it is made a command.
struct raw_arguments {
  std::string base_url, region, ca_file, until = "settled";
  std::uint64_t from_index = 0;
  double timeout_s = 0;
  std::size_t max_connections = 0;
  bool no_key = false, no_events = false, json = false, verbose = false, all = false;
  std::vector<std::string> words;
};

/// CLI11's own help, with the three ways to name sessions in its first lines.
class help_text : public CLI::Formatter {
 public:
  std::string make_usage(CLI::App const*, std::string) const override {
    return "Usage: hai-watch [OPTIONS] SESSION_ID[@INDEX]...\n"
           "       hai-watch [OPTIONS] -      ids on standard input, one a line\n"
           "       hai-watch [OPTIONS] --all  every session in flight\n";
  }
};

void declare(CLI::App& app, raw_arguments& raw) {
  app.name("hai-watch");
  app.formatter(std::make_shared<help_text>());
  app.set_version_flag("--version", "hai-watch " + std::string(version()));
  auto* base_url = app.add_option("--base-url", raw.base_url, "Base URL of the API")->type_name("URL");
  app.add_option("--region", raw.region, "Region of the API: eu or us")
      ->type_name("REGION")
      ->check(CLI::IsMember({"eu", "us"}))
      ->excludes(base_url);
  app.add_option("--ca-file", raw.ca_file, "Certificates to trust instead of the system's, as PEM")
      ->type_name("PEM")
      ->check(CLI::ExistingFile);
  app.add_flag("--no-key", raw.no_key, "Send no API key: for shared sessions");
  app.add_option("--from-index", raw.from_index,
                 "First event of the sessions without an @INDEX; 0 if not given")
      ->type_name("N")
      ->check(whole_number);
  app.add_option("--until", raw.until,
                 "Follow a session until it has settled (ended, or idle) or is terminal")
      ->type_name("STATE")
      ->check(CLI::IsMember({"settled", "terminal"}));
  app.add_option("--timeout", raw.timeout_s,
                 "Stop after this time; sessions that have not ended count as not followed")
      ->type_name("SECONDS")
      ->check(duration_in_seconds);
  app.add_option("--max-connections", raw.max_connections,
                 "Connections for long-polls; one a session if not given")
      ->type_name("N")
      ->check(whole_number)
      ->check(CLI::Range(std::size_t(1), std::size_t(1'000'000)));
  app.add_flag("--no-events", raw.no_events, "Print only how sessions end");
  app.add_flag("--json", raw.json, "Print one JSON document a line");
  app.add_flag("-v", raw.verbose,
               "Log streams, connections and each fault to stderr, as HAI_LOG=info does; HAI_LOG=debug logs "
               "each request");
  app.add_flag("--all", raw.all, "Follow every session in flight, and new ones, until Ctrl-C");
  app.add_option("SESSION_ID", raw.words, "Sessions to follow, each from event INDEX on if that is given")
      ->type_name("SESSION_ID[@INDEX]...");
  app.footer(
      "The key is read from HAI_API_KEY, else H_API_KEY; the base URL from HAI_API_BASE_URL unless an option "
      "gives it.\n"
      "Exit status: 0 every session ended completed or idle, 1 one ended otherwise, 2 wrong usage or no "
      "key,\n"
      "3 one could not be followed, 130 and 143 stopped by SIGINT and SIGTERM.");
}

command to_command(raw_arguments raw, CLI::App const& app) {
  command result;
  if (app.count("--base-url") > 0) result.base_url = std::move(raw.base_url);
  if (app.count("--region") > 0) result.region = raw.region == "us" ? region::us : region::eu;
  if (app.count("--ca-file") > 0) result.ca_file = std::move(raw.ca_file);
  if (app.count("--timeout") > 0)
    result.timeout =
        std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(raw.timeout_s));
  if (app.count("--max-connections") > 0) result.max_connections = raw.max_connections;
  result.no_key = raw.no_key;
  result.from_index = raw.from_index;
  result.until = raw.until == "terminal" ? until::terminal : until::settled;
  result.no_events = raw.no_events;
  result.json = raw.json;
  result.verbose = raw.verbose;
  result.all = raw.all;
  result.words = std::move(raw.words);
  return result;
}

std::variant<command, early_exit> choose_sessions(command asked) {
  auto const dashes = std::count(asked.words.begin(), asked.words.end(), "-");
  if (asked.all && !asked.words.empty()) return wrong_usage("--all goes without session ids");
  if (asked.all) return asked;
  if (asked.words.empty()) return wrong_usage("give a session id, or - to read ids from standard input");
  if (dashes > 0 && asked.words.size() > 1) return wrong_usage("- goes without session ids");
  if (dashes > 0) {
    asked.ids_from_stdin = true;
    asked.words.clear();
  }
  return asked;
}

}  // namespace

early_exit wrong_usage(std::string const& message) {
  return {exit_code::wrong_usage, {}, "hai-watch: " + message + "\nTry: hai-watch --help\n"};
}

std::variant<command, early_exit> parse_command_line(int argc, char const* const* argv) {
  CLI::App app("Follow sessions of the H Company Agents API live: every event once, in order.");
  raw_arguments raw;
  declare(app, raw);
  try {
    app.parse(argc, argv);
  } catch (CLI::CallForHelp const&) {
    return early_exit{0, app.help(), {}};
  } catch (CLI::CallForVersion const& asked) {
    return early_exit{0, std::string(asked.what()) + '\n', {}};
  } catch (CLI::ParseError const& error) {
    return wrong_usage(error.what());
  }
  return choose_sessions(to_command(std::move(raw), app));
}

}  // namespace hai::watch
