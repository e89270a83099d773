#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace hai::watch {

/// A value as JSON text. A number beyond a double stays a number beyond a double, where Boost.JSON would
/// write "Infinity", which is no JSON.
std::string json_text(boost::json::value const& value);

}  // namespace hai::watch
