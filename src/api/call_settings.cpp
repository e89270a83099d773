#include "api/call_settings.hpp"

#include <algorithm>
#include <cctype>
#include <hai/error.hpp>
#include <hai/version.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "api/bounded_options.hpp"
#include "http/wire_request.hpp"

namespace hai::api {
namespace {

using header_list = std::vector<std::pair<std::string, std::string>>;

[[noreturn]] void refuse(std::string message) { throw error(errc::invalid_argument, std::move(message)); }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

void merge(header_list& into, header_list const& added) {
  for (auto const& [name, value] : added) {
    http::check_user_header(name, value);
    auto const same = std::find_if(into.begin(), into.end(),
                                   [&](auto const& each) { return equal_ignoring_case(each.first, name); });
    if (same != into.end())
      same->second = value;
    else
      into.emplace_back(name, value);
  }
}

void check(call_settings const& settings) {
  if (settings.attempts < 1) refuse("attempts: at least 1, not " + std::to_string(settings.attempts));
  if (settings.timeout <= std::chrono::milliseconds(0)) refuse("timeout: more than 0 is needed");
  if (settings.idempotency_key) {
    auto const size = settings.idempotency_key->size();
    if (size < 1 || size > 255) refuse("idempotency_key: 1 to 255 characters, not " + std::to_string(size));
    if (settings.idempotency_key->find_first_not_of(" \t") == std::string::npos)
      refuse("idempotency_key: it is blank");
    http::check_header("Idempotency-Key", *settings.idempotency_key);
  }
}

void write_lines(call_settings& settings) {
  std::string lines = http::header_lines(settings.headers);
  if (settings.gzip) lines.append(http::header_lines({{"Accept-Encoding", "gzip"}}));
  settings.header_lines = std::make_shared<std::string const>(std::move(lines));
  settings.lines_with_key = std::make_shared<signed_lines const>(settings.header_lines);
}

}  // namespace

std::shared_ptr<std::string const> signed_lines::with(std::string_view key) const {
  std::lock_guard lock(mutex_);
  if (last_lines_ && last_key_ == key) return last_lines_;
  try {
    auto const line = http::header_lines({{"Authorization", "Bearer " + std::string(key)}});
    last_lines_ = std::make_shared<std::string const>(*unsigned_lines_ + line);
  } catch (error const&) {
    return nullptr;
  }
  last_key_ = key;
  return last_lines_;
}

std::shared_ptr<call_settings const> settings_from(client_options const& options) {
  auto settings = std::make_shared<call_settings>();
  if (options.has_api_key()) settings->api_key = [options] { return options.api_key(); };
  std::string user_agent = "hai-agents-cpp/" + std::string(version());
  if (!options.user_agent().empty()) user_agent = options.user_agent() + " " + user_agent;
  header_list own;
  own.emplace_back("User-Agent", std::move(user_agent));
  own.emplace_back("Accept", "application/json");
  merge(settings->headers, own);
  merge(settings->headers, options.headers());
  settings->timeout = bounded(options.timeouts().request());
  settings->attempts = options.retry().attempts();
  settings->gzip = options.gzip();
  check(*settings);
  write_lines(*settings);
  return settings;
}

std::shared_ptr<call_settings const> settings_with(call_settings const& base, call_options const& changes) {
  auto settings = std::make_shared<call_settings>(base);
  if (auto const& key = changes.api_key()) settings->api_key = [key = *key] { return key; };
  merge(settings->headers, changes.headers());
  if (changes.timeout()) settings->timeout = bounded(*changes.timeout());
  if (changes.attempts()) settings->attempts = *changes.attempts();
  if (changes.idempotency_key()) settings->idempotency_key = changes.idempotency_key();
  check(*settings);
  write_lines(*settings);
  return settings;
}

}  // namespace hai::api
