#pragma once

#include <string>

#include "measure/settings.hpp"

namespace bench {

/// What a client is asked to do; all of them understand the same command line.
struct plan {
  enum class work {
    follow,   ///< read `events` events of each of `streams` sessions, then stop
    park,     ///< the same, then hold every poll for a second and a half, and look at the memory
    connect,  ///< `connects` times: a connection, one short request, and an end
  };

  static plan from(settings& given);

  work what = work::follow;
  std::string address = "127.0.0.1";
  std::string port;
  std::string ca_file;
  long streams = 1;
  long events = 1;       ///< of each stream
  long connects = 0;     ///< in all
  long connecting = 16;  ///< connections being set up at one time
  bool stamped = false;  ///< the events come at a rate, and say when they were sent

  long all_events() const { return streams * events; }
  /// The path of a session; the server knows them by their numbers.
  static std::string session_id(long stream);
};

}  // namespace bench
