#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "directory.hpp"

namespace hai::sim {

/// The JSON documents in which the API shows a session. `view_origin` starts the links.
std::string status_document(session_model const&, std::vector<std::string> const& children);
std::string session_document(session_entry const&, std::vector<std::string> const& children,
                             std::string const& view_origin);
std::string summary_document(session_entry const&, std::string const& view_origin);

struct changes_page {
  std::size_t first = 0, count = 0;
  bool with_events = true;
  bool with_answer = true;
};
std::string changes_document(session_model const&, changes_page);

/// `{"items": [...], "total": N, "page": P}`
std::string page_document(std::vector<std::string> const& items, std::size_t total, std::size_t page);

}  // namespace hai::sim
