#pragma once

#include <string_view>

#include "api/failure.hpp"
#include "http/message.hpp"
#include "model/bad_document.hpp"

namespace hai::api {

/// What `read` makes of a reply; a body that it cannot use is the request's failure.
template <class Read>
auto decoded(http::request const& request, http::reply const& reply, Read read) {
  try {
    return read(std::string_view(reply.body));
  } catch (model::bad_document const& cause) {
    throw failure_of(request, reply, cause);
  }
}

/// A request without what it sends, as texts of failures need it.
inline http::request named(http::request const& request) {
  http::request name;
  name.method = request.method;
  name.route = request.route;
  return name;
}

}  // namespace hai::api
