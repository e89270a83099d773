#pragma once

#include <string>
#include <string_view>

namespace hai::model {

/// The server's own words in the body of a failure: of `detail` (text, an object's `msg` or `message`, or the
/// same of each item of a list, joined by "; "), else of the top-level `message`. A body that is not JSON (a
/// proxy's page) gives its first words, without markup. Empty when there is nothing to quote.
std::string error_detail(std::string_view body);

}  // namespace hai::model
