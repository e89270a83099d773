#pragma once

#include <boost/json/value.hpp>

namespace hai::sim {

/// A value that fits a JSON Schema, as far as its plain keywords go: `const`, `enum`, `default`, `$ref`
/// within the document, `anyOf`, `oneOf`, `allOf`, `type`, `properties`, `items`, `minimum`.
boost::json::value example_of(boost::json::value const& schema);

}  // namespace hai::sim
