#pragma once

#include <string>

#include "server/event_text.hpp"

namespace bench {

/// A page as the API sends it, of about `size` bytes: small and large events in turn.
inline std::string mixed_page(std::size_t size) {
  std::string const small = page_text(400).event();
  std::string const middle = page_text(8192).event();
  std::string page =
      "{\"status\":\"running\",\"started_at\":\"2026-03-14T09:26:51.000000Z\",\"new_events\":[" + small;
  for (int i = 0; page.size() + middle.size() < size; ++i)
    page.append(",").append(i % 4 == 3 ? middle : small);
  return page.append("],\"answer\":null,\"outcome\":null,\"metrics\":{\"steps\":4}}");
}

}  // namespace bench
