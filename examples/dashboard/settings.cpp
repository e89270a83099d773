#include "settings.hpp"

#include <CLI/CLI.hpp>

namespace dashboard {

std::variant<settings, int> parse_settings(int argc, char** argv) {
  settings asked;
  CLI::App app("Shows every session in flight in a browser.", "hai-dashboard");
  app.add_option("--port", asked.port, "Port to listen on; 0: any free one")->capture_default_str();
  app.add_option("--bind", asked.bind,
                 "Address to listen on. Anyone who reaches it can steer your sessions: put a proxy that asks "
                 "who they are before any address but loopback")
      ->type_name("ADDRESS")
      ->capture_default_str();
  app.add_option("--public-name", asked.public_name,
                 "The host name that people reach it by, if not localhost")
      ->type_name("HOST");
  app.add_option("--simulate", asked.simulated, "Show N simulated sessions instead of your own")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000));
  app.footer("The key is read from HAI_API_KEY, the base URL from HAI_API_BASE_URL.");
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& failure) {
    int const code = app.exit(failure);
    return code == 0 ? 0 : 2;
  }
  return asked;
}

}  // namespace dashboard
