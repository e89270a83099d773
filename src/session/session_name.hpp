#pragma once

#include <memory>
#include <string>
#include <utility>

#include "api/routes.hpp"

namespace hai::detail {

/// What tells a session from others; shared by its handle and its streams.
struct session_name {
  std::string id;
  std::string path;  ///< of its routes
};

inline std::shared_ptr<session_name const> name_of(std::string id, api::routes const& routes) {
  auto path = routes.session_path(id);
  return std::make_shared<session_name const>(session_name{std::move(id), std::move(path)});
}

}  // namespace hai::detail
