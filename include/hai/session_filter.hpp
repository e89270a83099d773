#pragma once

#include <chrono>
#include <cstdint>
#include <hai/detail/export.hpp>
#include <hai/session_state.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hai {

/// Which sessions to list, and in what order: the parameters of GET /sessions. What is not set does not
/// restrict. Values out of range are refused with errc::invalid_argument, naming the parameter, before a byte
/// is sent.
class HAI_EXPORT session_filter {
 public:
  using time_point = std::chrono::system_clock::time_point;

  /// "me", "me-in-organization" (the server's default), "organization" or "me-or-organization".
  session_filter& owner(std::string value) { return owner_ = std::move(value), *this; }
  /// Sessions in this state; each further call adds one.
  session_filter& status(session_state value) { return status_.push_back(std::move(value)), *this; }
  session_filter& status(std::vector<session_state> values) { return status_ = std::move(values), *this; }
  /// Sessions of this agent of the catalog; each further call adds one. Inline agents have no name to find.
  session_filter& agent(std::string name) { return agent_.push_back(std::move(name)), *this; }
  session_filter& agent(std::vector<std::string> names) { return agent_ = std::move(names), *this; }
  session_filter& group_id(std::string value) { return group_id_ = std::move(value), *this; }
  /// The children of this session.
  session_filter& parent_session_id(std::string value) {
    return parent_session_id_ = std::move(value), *this;
  }
  session_filter& schedule_id(std::string value) { return schedule_id_ = std::move(value), *this; }
  /// A part of the first message or of the answer, in any case.
  session_filter& search(std::string text) { return search_ = std::move(text), *this; }

  // Strictly before and after: a time, or one written as in "2026-03-01T12:00:00Z".
  session_filter& created_before(time_point when) { return created_before(written(when)); }
  session_filter& created_before(std::string iso_8601) {
    return created_before_ = std::move(iso_8601), *this;
  }
  session_filter& created_after(time_point when) { return created_after(written(when)); }
  session_filter& created_after(std::string iso_8601) { return created_after_ = std::move(iso_8601), *this; }
  session_filter& finished_before(time_point when) { return finished_before(written(when)); }
  session_filter& finished_before(std::string iso_8601) {
    return finished_before_ = std::move(iso_8601), *this;
  }
  session_filter& finished_after(time_point when) { return finished_after(written(when)); }
  session_filter& finished_after(std::string iso_8601) {
    return finished_after_ = std::move(iso_8601), *this;
  }

  /// Counted from 1. Default: 1.
  session_filter& page(std::int64_t value) { return page_ = value, *this; }
  /// Sessions a page, 1 to 100. Default: 10; 100 for client::sessions, which reads all pages.
  session_filter& size(std::int64_t value) { return size_ = value, *this; }
  /// "created_at", or "-created_at" (newest first; the default).
  session_filter& sort(std::string value) { return sort_ = std::move(value), *this; }

  std::optional<std::string> const& owner() const { return owner_; }
  std::vector<session_state> const& status() const { return status_; }
  std::vector<std::string> const& agent() const { return agent_; }
  std::optional<std::string> const& group_id() const { return group_id_; }
  std::optional<std::string> const& parent_session_id() const { return parent_session_id_; }
  std::optional<std::string> const& schedule_id() const { return schedule_id_; }
  std::optional<std::string> const& search() const { return search_; }
  std::optional<std::string> const& created_before() const { return created_before_; }
  std::optional<std::string> const& created_after() const { return created_after_; }
  std::optional<std::string> const& finished_before() const { return finished_before_; }
  std::optional<std::string> const& finished_after() const { return finished_after_; }
  std::optional<std::int64_t> page() const { return page_; }
  std::optional<std::int64_t> size() const { return size_; }
  std::optional<std::string> const& sort() const { return sort_; }

 private:
  static std::string written(time_point when);

  std::optional<std::string> owner_;
  std::vector<session_state> status_;
  std::vector<std::string> agent_;
  std::optional<std::string> group_id_;
  std::optional<std::string> parent_session_id_;
  std::optional<std::string> schedule_id_;
  std::optional<std::string> search_;
  std::optional<std::string> created_before_;
  std::optional<std::string> created_after_;
  std::optional<std::string> finished_before_;
  std::optional<std::string> finished_after_;
  std::optional<std::int64_t> page_;
  std::optional<std::int64_t> size_;
  std::optional<std::string> sort_;
};

}  // namespace hai
