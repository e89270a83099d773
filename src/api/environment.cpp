#include <cstdlib>
#include <hai/client_options.hpp>
#include <initializer_list>

namespace hai {
namespace {

/// The first of these variables that is set to something.
std::string first_set(std::initializer_list<char const*> names) {
  for (char const* const name : names) {
    char const* const value = std::getenv(name);
    if (value && *value) return value;
  }
  return {};
}

}  // namespace

client_options client_options::from_environment() {
  client_options options;
  if (auto key = first_set({"HAI_API_KEY", "H_API_KEY"}); !key.empty()) options.api_key(std::move(key));
  if (auto url = first_set({"HAI_API_BASE_URL", "HAI_BASE_URL", "H_API_BASE_URL"}); !url.empty())
    options.base_url(std::move(url));
  options.proxy(first_set({"HTTPS_PROXY", "https_proxy"}));
  options.no_proxy(first_set({"NO_PROXY", "no_proxy"}));
  return options;
}

client_options& client_options::api_key(std::string key) {
  if (key.empty())
    api_key_ = nullptr;
  else
    api_key_ = [key = std::move(key)] { return key; };
  return *this;
}

client_options& client_options::api_key(std::function<std::string()> source) {
  api_key_ = std::move(source);
  return *this;
}

client_options& client_options::region(hai::region where) {
  return base_url(where == hai::region::us ? "https://agp.hcompany.ai" : "https://agp.eu.hcompany.ai");
}

}  // namespace hai
