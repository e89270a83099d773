#include "api/signing.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "api/call_settings.hpp"

namespace hai::api {

void sign(http::request& request, caller const& who) {
  auto const& settings = *who.settings;
  bool const accepts_anything = std::any_of(request.headers.begin(), request.headers.end(),
                                            [](auto const& each) { return each.first == "Accept"; });
  if (accepts_anything) {
    for (auto const& header : settings.headers)
      if (header.first != "Accept") request.headers.push_back(header);
    if (settings.gzip) request.headers.emplace_back("Accept-Encoding", "gzip");
  } else {
    request.usual_lines = settings.header_lines;
  }
  request.carries_key = false;
  if (!settings.api_key) return;
  std::string key = settings.api_key();
  request.carries_key = !key.empty();
  if (key.empty()) return;
  auto lines = accepts_anything ? nullptr : settings.lines_with_key->with(key);
  if (lines)
    request.usual_lines = std::move(lines);
  else
    request.headers.emplace_back("Authorization", "Bearer " + std::move(key));
}

}  // namespace hai::api
