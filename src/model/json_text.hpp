#pragma once

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hai::model {

/// Nesting beyond this is refused: freeing a tree recurses.
inline constexpr std::size_t max_json_depth = 512;

/// Empty, and `why` set, if the text is not exactly one sound JSON value.
std::optional<boost::json::value> parse_json(std::string_view text, std::string& why,
                                             boost::json::storage_ptr storage = {});

/// Throws bad_document instead.
boost::json::value parse_json(std::string_view text, boost::json::storage_ptr storage = {});

/// The same after a second try with the text mended (see mended()).
boost::json::value parse_mendable_json(std::string_view text, boost::json::storage_ptr storage = {});

bool is_sound_json(std::string_view text);

/// The characters of a string token (with its quotes); empty if it is no string or not sound.
std::optional<std::string> decode_string(std::string_view token);

}  // namespace hai::model
