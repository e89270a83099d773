#pragma once

#include <boost/asio/awaitable.hpp>
#include <hai/image_content.hpp>
#include <string>

#include "api/calls.hpp"

namespace hai::api {

/// The bytes of an image: decoded, or fetched. The key goes to the API's own origin only.
boost::asio::awaitable<std::string> download(caller who, image_content image);

}  // namespace hai::api
