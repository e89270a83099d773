// hai-sim: the simulated platform as a program.

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "fleet.hpp"

namespace {

namespace sim = hai::sim;

std::string shell_word(std::string const& text) {
  std::string out = "'";
  for (char const c : text) c == '\'' ? out.append("'\\''") : out.append(1, c);
  return out + "'";
}

void introduce(sim::platform const& p, std::vector<std::string> const& ids) {
  std::cout << "simulated platform  " << p.url() << "\n";
  if (!p.ca_file().empty()) std::cout << "its CA              " << p.ca_file() << "\n";
  std::cout << "sessions            " << ids.size()
            << "\n\nFollow them:\n  HAI_API_KEY=" << shell_word(p.api_key()) << " hai-watch --base-url "
            << p.url();
  if (!p.ca_file().empty()) std::cout << " --ca-file " << shell_word(p.ca_file());
  constexpr std::size_t shown = 8;
  for (std::size_t i = 0; i < ids.size() && i < shown; ++i) std::cout << ' ' << ids[i];
  if (ids.size() > shown) std::cout << "   # and " << ids.size() - shown << " more";
  std::cout << std::endl;
}

void write_file(std::string const& path, std::string const& text) {
  std::ofstream file(path, std::ios::trunc);
  file << text;
  if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

void wait_for_the_end(boost::asio::io_context& io, double duration_seconds) {
  boost::asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&io](boost::system::error_code, int) { io.stop(); });
  boost::asio::steady_timer timer(io);
  if (duration_seconds > 0) {
    timer.expires_after(std::chrono::nanoseconds(static_cast<std::int64_t>(duration_seconds * 1e9)));
    timer.async_wait([&io](boost::system::error_code ec) {
      if (!ec) io.stop();
    });
  }
  io.run();
}

void serve(sim::program_settings const& settings) {
  boost::asio::io_context io(1);
  sim::platform platform(io, sim::options_for(settings));
  auto const ids = sim::seed_fleet(platform, settings);
  sim::seed_faults(platform, settings.faults);
  std::string lines;
  for (auto const& id : ids) lines += id + "\n";
  if (!settings.ids_file.empty()) write_file(settings.ids_file, lines);
  if (settings.quiet) {
    std::cout << platform.url() << std::endl;
  } else {
    introduce(platform, ids);
  }
  wait_for_the_end(io, settings.duration_seconds);
  if (!settings.account_file.empty())
    write_file(settings.account_file, sim::account_json(platform.account()) + "\n");
}

}  // namespace

int main(int argc, char** argv) {
  auto const parsed = sim::parse_settings(argc, argv);
  if (!parsed.settings) return parsed.exit_code;
  try {
    serve(*parsed.settings);
    return 0;
  } catch (std::exception const& e) {
    std::cerr << "hai-sim: " << e.what() << "\n";
    return 1;
  }
}
