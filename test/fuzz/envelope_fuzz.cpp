// The reader of `/changes` bodies: sound on any bytes, and never at odds with Boost.JSON where that accepts a
// body.

#include <boost/json/parse.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/bad_document.hpp"
#include "model/envelope_reader.hpp"
#include "model/event_access.hpp"
#include "model/replies.hpp"
#include "model/single_line.hpp"
#include "require.hpp"

namespace {

bool lies_in(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void look_at(hai::event const& each, std::string_view text) {
  require(each.raw() == text, "raw() is what was received");
  static_cast<void>(each.payload());
  static_cast<void>(each.timestamp());
  auto const line = hai::model::single_line(each.raw());
  require(line.find_first_of("\n\r") == std::string::npos, "a line is one line");
}

void compare_with_boost(std::string_view body, bool accepted, std::size_t events) {
  boost::system::error_code refused;
  boost::json::parse_options options;
  options.max_depth = 256;
  auto const parsed =
      boost::json::parse(boost::json::string_view(body.data(), body.size()), refused, {}, options);
  if (refused || !parsed.is_object()) return;
  require(accepted, "what Boost.JSON accepts is accepted");
  auto const* const list = parsed.get_object().if_contains("new_events");
  require((list && list->is_array() ? list->get_array().size() : 0) == events, "every element is an event");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const body(reinterpret_cast<char const*>(data), size);
  hai::model::envelope page;
  bool accepted = false;
  try {
    hai::model::read_envelope(body, "new_events", page);
    accepted = true;
  } catch (hai::model::bad_document const&) {
  }
  compare_with_boost(body, accepted, page.events.size());
  try {
    hai::model::read_page(body, "new_events", page);
    accepted = true;
  } catch (hai::model::bad_document const&) {
    require(!accepted, "mending takes nothing away");
    return 0;
  }
  std::uint64_t index = 0;
  for (auto const& slices : page.events) {
    require(
        lies_in(slices.text, body) && lies_in(slices.data, slices.text) && lies_in(slices.kind, slices.data),
        "slices lie inside one another");
    look_at(hai::detail::event_access::make(index++, slices), slices.text);
  }
  try {
    static_cast<void>(hai::model::read_snapshot(page));
  } catch (hai::model::bad_document const&) {
  }
  return 0;
}
