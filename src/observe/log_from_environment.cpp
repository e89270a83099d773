#include "observe/log_from_environment.hpp"

#include <cstdlib>
#include <hai/log_observer.hpp>
#include <iostream>
#include <string>

namespace hai {
namespace {

std::string_view wanted_level() {
  char const* const value = std::getenv("HAI_LOG");
  return value ? value : "";
}

std::optional<log_level> level_named(std::string_view name) {
  if (name == "warn") return log_level::warn;
  if (name == "info") return log_level::info;
  if (name == "debug") return log_level::debug;
  return std::nullopt;
}

}  // namespace

std::optional<log_level> log_level_from_environment() { return level_named(wanted_level()); }

std::shared_ptr<observer> observer_from_environment() {
  auto const level = log_level_from_environment();
  if (level) return std::make_shared<log_observer>(*level);
  auto const wanted = wanted_level();
  if (!wanted.empty() && wanted != "off")
    std::cerr << "hai: HAI_LOG is none of warn, info, debug: nothing is logged\n";
  return nullptr;
}

}  // namespace hai
