#pragma once

#include <map>
#include <string>
#include <vector>

#include "integration/wire/wire_fixture.hpp"

namespace hai::test {

/// What a monitor told of one session.
struct told_session {
  std::vector<event> events;
  std::vector<run_result> ends;
  std::vector<error> failures;
};

using told_sessions = std::map<std::string, told_session>;

class monitor_test : public wire_test {
 protected:
  session_monitor make_monitor(monitor_options options = {}) {
    return session_monitor(make_client(), options);
  }

  /// Notes an item; an event after its session's end fails the test.
  static void note(told_sessions& told, monitor_item const& item);

  /// Reads until nothing is watched any more.
  told_sessions read_all(session_monitor& monitor);
  told_sessions read_all_batches(session_monitor& monitor);
  /// Reads up to the end of one session.
  told_sessions read_to_end_of(session_monitor& monitor, std::string const& id);

  /// Every event that the platform has of a session, once and in order, and its end once.
  void expect_told(told_sessions const& told, std::string const& id, std::size_t from = 0);
};

}  // namespace hai::test
