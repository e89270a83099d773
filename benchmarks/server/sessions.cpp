#include "server/sessions.hpp"

#include <charconv>

namespace bench {
namespace {

long number_after(std::string_view text, std::string_view name) {
  auto const at = text.find(name);
  if (at == std::string_view::npos) return 0;
  long value = 0;
  std::from_chars(text.data() + at + name.size(), text.data() + text.size(), value);
  return value;
}

}  // namespace

asked asked::from_request(std::string_view request) {
  asked found;
  auto const line = request.substr(0, request.find('\r'));
  found.session = number_after(line, "/sessions/00000000-0000-4000-8000-");
  if (line.find("/changes") != std::string_view::npos) {
    found.where = route::changes;
    found.from = number_after(line, "from_index=");
    found.wait_s = number_after(line, "wait_for_seconds=");
    found.limit = number_after(line, "limit=");
  } else if (line.find("/status") != std::string_view::npos) {
    found.where = route::status;
  }
  return found;
}

}  // namespace bench
