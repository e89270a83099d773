#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <csignal>
#include <exception>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

#include <hai/client_options.hpp>
#include <hai/error.hpp>

#include "watch/command_line.hpp"
#include "watch/exit_code.hpp"
#include "watch/open_files.hpp"
#include "watch/watch_run.hpp"
#include "watch/watch_target.hpp"

namespace {

using namespace hai::watch;

std::vector<watch_target> targets_of(command const& asked) {
  std::vector<std::string> words = asked.words;
  if (asked.all) return {};
  if (asked.ids_from_stdin) {
    std::string const text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
    words = words_of_lines(text);
    if (words.empty()) throw usage_error("no session id on standard input");
  }
  return parse_targets(words, asked.from_index);
}

hai::client_options options_of(command const& asked, std::size_t connections) {
  hai::client_options options = hai::client_options::from_environment();
  if (asked.base_url) options.base_url(*asked.base_url);
  if (asked.region) options.region(*asked.region);
  if (asked.ca_file) options.tls(hai::tls_options(options.tls()).ca_file(*asked.ca_file));
  if (asked.no_key) options.api_key(std::string());
  options.pool(
      hai::pool_options(options.pool()).max_connections(asked.max_connections.value_or(connections)));
  return options;
}

int leave(early_exit const& with) {
  std::cout << with.to_stdout << std::flush;
  std::cerr << with.to_stderr;
  return with.code;
}

int no_key() {
  std::cerr << "No API key found: set HAI_API_KEY to your key, or give --no-key to follow shared sessions.\n";
  return exit_code::wrong_usage;
}

int watch(command asked) {
  std::vector<watch_target> targets = targets_of(asked);
  raise_open_files_limit();
  hai::client_options options = options_of(asked, asked.all ? most_connections() : targets.size());
  if (!asked.no_key && options.api_key().empty()) return no_key();
  boost::asio::io_context io(1);
  watch_run run(io, std::move(options), std::move(asked), std::move(targets));
  return run.run();
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  keep_standard_streams();
  auto parsed = parse_command_line(argc, argv);
  if (auto const* leaving = std::get_if<early_exit>(&parsed)) return leave(*leaving);
  try {
    return watch(std::get<command>(std::move(parsed)));
  } catch (usage_error const& error) {
    return leave(wrong_usage(error.what()));
  } catch (hai::error const& error) {
    if (error.code() == hai::errc::invalid_argument) return leave(wrong_usage(error.what()));
    std::cerr << "hai-watch: " << error.what() << '\n';
  } catch (std::exception const& error) {
    std::cerr << "hai-watch: " << error.what() << '\n';
  }
  return exit_code::not_followed;
}
