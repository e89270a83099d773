#pragma once

#include <hai/error.hpp>
#include <string_view>

#include "http/message.hpp"
#include "net/origin.hpp"

namespace hai::model {
class bad_document;
}

namespace hai::api {

/// What a reply that is no success says: "GET /sessions/{id}/status: 404: Session not found". A 401 hints at
/// the key that the request carried, or did not.
error failure_of(http::request const& asked, http::reply const& got);

/// Whether the server still carries out an earlier request with this one's Idempotency-Key, and says when to
/// ask again.
bool is_in_flight(http::request const& asked, http::reply const& got);

/// A reply that was read whole and is no success, for a reason that it does not tell itself.
error failure_of(http::request const& asked, http::reply const& got, char const* why);

/// A reply that is no success, of a host that is not the API's: it was asked without the key.
error failure_elsewhere(http::request const& asked, http::reply const& got, net::origin const& where);

/// A reply that was read whole but is not what the route promises.
error failure_of(http::request const& asked, http::reply const& got, model::bad_document const& cause);

/// A failure below HTTP, told with the request that met it: "GET /sessions/{id}/status: no connection …".
error failure_of(http::request const& asked, error const& cause);

/// A POST whose reply did not come although it was sent.
error reply_lost(http::request const& asked, error const& cause);

}  // namespace hai::api
