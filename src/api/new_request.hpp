#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "http/message.hpp"
#include "http/retry_policy.hpp"

namespace hai::api {

/// `method` and `route` must outlive the request.
inline http::request new_request(std::string_view method, std::string_view route, std::string target) {
  http::request request;
  request.method = method;
  request.route = route;
  request.target = std::move(target);
  request.repeatable = http::is_repeatable(method);
  return request;
}

inline void put_json(http::request& request, std::string text) {
  request.body = std::move(text);
  request.content_type = "application/json";
}

}  // namespace hai::api
