#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <hai/region.hpp>
#include <hai/until.hpp>

namespace hai::watch {

/// What a user asked `hai-watch` to do.
struct command {
  std::optional<std::string> base_url;
  std::optional<hai::region> region;
  std::optional<std::string> ca_file;
  bool no_key = false;
  std::uint64_t from_index = 0;
  hai::until until = hai::until::settled;
  std::optional<std::chrono::milliseconds> timeout;
  std::optional<std::size_t> max_connections;
  bool no_events = false;
  bool json = false;
  bool verbose = false;
  bool all = false;
  bool ids_from_stdin = false;
  std::vector<std::string> words;  ///< `SESSION_ID[@INDEX]`, empty with `all` and `ids_from_stdin`
};

/// Nothing is to be followed: print this and exit.
struct early_exit {
  int code = 0;
  std::string to_stdout, to_stderr;
};

std::variant<command, early_exit> parse_command_line(int argc, char const* const* argv);

/// Exit 2 with its message and a hint to --help.
early_exit wrong_usage(std::string const& message);

}  // namespace hai::watch
