#pragma once

#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>
#include <hai/detail/export.hpp>
#include <hai/run_result.hpp>
#include <string>
#include <utility>

namespace hai {

namespace detail {

/// An answer that came as JSON text, parsed; any other as it is.
HAI_EXPORT boost::json::value parsed_answer(boost::json::value const& answer);
[[noreturn]] HAI_EXPORT void throw_answer_mismatch(run_result const& ended, std::string const& why);

}  // namespace detail

/// The answer of a run as a T, through Boost.JSON's conversion: numbers, strings, containers, described
/// structs, types with tag_invoke. An answer that came as JSON text is parsed first; where that does not fit,
/// the text itself is tried.
///
/// Throws hai::error with errc::answer_mismatch when it does not fit, or when there is none: what() says why
/// and how the session ended, body() has the raw answer as JSON.
/// @snippet functions.cpp answer_as
template <class T>
T answer_as(run_result const& ended) {
  auto const parsed = boost::json::try_value_to<T>(detail::parsed_answer(ended.answer));
  if (parsed) return *parsed;
  if (ended.answer.is_string())
    if (auto const text = boost::json::try_value_to<T>(ended.answer)) return *text;
  detail::throw_answer_mismatch(ended, parsed.error().message());
}

/// The same as a member: `result.answer_as<T>()`.
template <class T>
T run_result::answer_as() const {
  return hai::answer_as<T>(*this);
}

}  // namespace hai
