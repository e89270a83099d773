#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "watch/colour.hpp"
#include "watch/report.hpp"
#include "watch/safe_text.hpp"

namespace hai::watch {

/// How lines for people look.
struct text_style {
  bool colour = false;
  bool local_clock = false;  ///< time of day with utc_offset, else date and time in UTC
  std::chrono::seconds utc_offset{0};
  std::function<std::size_t()> columns = [] { return any_width; };  ///< asked for each line
};

/// Where a session stands in its work: the rounds of the agent seen so far, or what its metrics say if that
/// is more (it was joined late).
class step_counter {
 public:
  void saw(event_payload const& payload);
  std::int64_t step() const { return step_; }

 private:
  std::int64_t step_ = 0;
};

/// Time, session, step and what happened, one line an event; an answer with its Agent View link at the end.
class text_report final : public report {
 public:
  text_report(std::vector<std::string> ids, bool with_events, text_style style);

  void add(std::string id) override;
  std::string events(std::size_t session, std::span<event const> batch) override;
  std::string ended(std::size_t session, run_result const& result, event_time now) override;
  std::string not_followed(std::size_t session, int status, std::string const& message,
                           event_time now) override;

 private:
  struct watched {
    std::string id, name;
    step_counter steps;
  };

  void add(std::string id, std::string name);
  std::string line(std::size_t session, event_time when, event_words const& words) const;
  std::string indented(std::string_view text) const;

  bool with_events_;
  text_style style_;
  colours colours_;
  std::size_t name_columns_ = 0;
  std::vector<watched> sessions_;
  std::unordered_set<std::string> names_;
};

}  // namespace hai::watch
