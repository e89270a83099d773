#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <optional>
#include <string>
#include <utility>

namespace hai {

/// The parameters of GET /sessions/{id}/events. Values out of range are refused with errc::invalid_argument,
/// naming the parameter, before a byte is sent.
class HAI_EXPORT history_query {
 public:
  /// Counted from 1. Default: 1.
  history_query& page(std::int64_t value) { return page_ = value, *this; }
  /// Events a page, 1 to 200. Default: 50; 200 for session::replay, which reads all pages.
  history_query& size(std::int64_t value) { return size_ = value, *this; }
  /// "timestamp" (oldest first; the default), or "-timestamp".
  history_query& sort(std::string value) { return sort_ = std::move(value), *this; }
  /// Only events of this outer type: "AgentEvent", …
  history_query& type(std::string value) { return type_ = std::move(value), *this; }

  std::optional<std::int64_t> page() const { return page_; }
  std::optional<std::int64_t> size() const { return size_; }
  std::optional<std::string> const& sort() const { return sort_; }
  std::optional<std::string> const& type() const { return type_; }

 private:
  std::optional<std::int64_t> page_;
  std::optional<std::int64_t> size_;
  std::optional<std::string> sort_;
  std::optional<std::string> type_;
};

}  // namespace hai
