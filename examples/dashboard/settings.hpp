#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

namespace dashboard {

struct settings {
  std::string bind = "127.0.0.1";
  std::uint16_t port = 8080;
  std::string public_name;
  std::size_t simulated = 0;
};

/// The settings, or the exit code of a program that has nothing more to do.
std::variant<settings, int> parse_settings(int argc, char** argv);

}  // namespace dashboard
