#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hai::sim {

/// One request as the platform saw it.
struct HAI_EXPORT request_record {
  std::uint64_t number = 0;      ///< counts from 1
  std::uint64_t connection = 0;  ///< counts from 1, in the order of acceptance
  std::string method;
  std::string target;   ///< as received
  std::string route;    ///< `GET /sessions/{id}/changes`; `unknown` for what the API does not have
  std::string session;  ///< decoded id, empty where the route has none
  std::optional<std::uint64_t> from_index, limit, wait_for_seconds;
  std::string idempotency_key;
  std::map<std::string, std::string> headers;  ///< lower-case names; without the value of Authorization
  bool has_authorization = false;
  std::string body;  ///< of POST and PUT, its first 4096 bytes
  int status = 0;    ///< of the reply; 0 while there is none, or when a fault took it
};

/// One session as the platform has it.
struct HAI_EXPORT session_account {
  std::string id;
  std::string state;
  std::string answer = "null";  ///< JSON text
  std::string error, error_code, outcome;
  std::uint64_t events_emitted = 0;  ///< that exist by now
  std::uint64_t events_served = 0;   ///< written into replies of /changes, repeats included
};

/// What a platform has done so far, to compare with what its clients saw.
struct HAI_EXPORT account {
  std::uint64_t connections = 0;  ///< accepted
  std::uint64_t open_connections = 0;
  std::uint64_t handshakes = 0;  ///< TLS handshakes that succeeded, resumed ones included
  std::uint64_t handshakes_resumed = 0;
  std::uint64_t requests = 0;
  std::map<std::string, std::uint64_t> requests_by_route;
  std::uint64_t polls = 0;      ///< GET /changes
  std::uint64_t polls_200 = 0;  ///< answered with a page
  std::uint64_t polls_204 = 0;  ///< answered with nothing new
  std::uint64_t parked = 0;     ///< polls waiting at this moment
  std::uint64_t events_served = 0;
  std::uint64_t faults = 0;       ///< injected
  std::uint64_t leaked_keys = 0;  ///< requests to the storage origin that carried an Authorization header
  std::map<std::string, session_account> sessions;
  std::vector<request_record> recent;  ///< the last ones, oldest first; `platform_options::recorded_requests`
};

}  // namespace hai::sim
