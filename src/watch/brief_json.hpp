#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>

namespace hai::watch {

/// A JSON value in the fewest words, safe to print in a line: `{ok: true, page: 2}`. Costs no more than
/// `columns` ask for, however large the value is.
std::string brief(boost::json::value const& value, std::size_t columns);

/// Arguments of a call: `x=611 y=240 text="two words"`.
std::string brief_arguments(boost::json::object const& arguments, std::size_t columns);

/// An answer, whole: text as it is, everything else as JSON. Not made safe to print.
std::string answer_text(boost::json::value const& answer);

}  // namespace hai::watch
