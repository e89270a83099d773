#include "measure/settings.hpp"

#include <cstdlib>
#include <iostream>
#include <string_view>
#include <utility>

namespace bench {
namespace {

[[noreturn]] void wrong_usage(std::string const& program, std::string const& why) {
  std::cerr << program << ": " << why << '\n';
  std::exit(2);
}

}  // namespace

settings::settings(int argc, char** argv) : program_(argv[0]) {
  for (int i = 1; i < argc; i += 2) {
    std::string_view const name = argv[i];
    if (name.substr(0, 2) != "--" || i + 1 == argc)
      wrong_usage(program_, "arguments come as --name value, not: " + std::string(name));
    values_[std::string(name.substr(2))] = argv[i + 1];
  }
}

std::string settings::text(std::string const& name, std::string otherwise) {
  auto const found = values_.extract(name);
  return found ? found.mapped() : std::move(otherwise);
}

long settings::number(std::string const& name, long otherwise) {
  std::string const written = text(name, std::to_string(otherwise));
  char* end = nullptr;
  long const value = std::strtol(written.c_str(), &end, 10);
  if (written.empty() || *end != '\0' || value < 0) wrong_usage(program_, "--" + name + ": not a number");
  return value;
}

void settings::end() const {
  if (!values_.empty()) wrong_usage(program_, "there is no --" + values_.begin()->first);
}

}  // namespace bench
