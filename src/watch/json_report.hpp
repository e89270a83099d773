#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "watch/report.hpp"

namespace hai::watch {

/// `{"session":ID,"index":N,"event":…}` with the event as received but for line breaks and tabs between
/// tokens.
void append_json_event(std::string& out, std::string_view session, std::uint64_t index,
                       std::string_view raw_event);
std::string json_end(std::string_view session, run_result const& result);
std::string json_failure(std::string_view session, int status, std::string_view message);

/// One JSON document a line.
class json_report final : public report {
 public:
  json_report(std::vector<std::string> ids, bool with_events)
      : ids_(std::move(ids)), with_events_(with_events) {}

  void add(std::string id) override { ids_.push_back(std::move(id)); }
  std::string events(std::size_t session, std::span<event const> batch) override;
  std::string ended(std::size_t session, run_result const& result, event_time now) override;
  std::string not_followed(std::size_t session, int status, std::string const& message,
                           event_time now) override;

 private:
  std::vector<std::string> ids_;
  bool with_events_;
};

}  // namespace hai::watch
