#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <hai/events/observation_event.hpp>
#include <string_view>

#include "model/json_fields.hpp"

namespace hai {
namespace {

std::optional<std::int64_t> pixels(boost::json::value const& value) {
  if (value.is_int64()) return value.get_int64();
  if (value.is_double() && value.get_double() > -0x1p53 && value.get_double() < 0x1p53) {
    return static_cast<std::int64_t>(value.get_double());
  }
  return std::nullopt;
}

std::optional<std::pair<std::int64_t, std::int64_t>> pair_field(boost::json::object const& from,
                                                                std::string_view name) {
  boost::json::array const* const list = model::array_field(from, name);
  if (list == nullptr || list->size() != 2) return std::nullopt;
  std::optional<std::int64_t> const first = pixels((*list)[0]);
  std::optional<std::int64_t> const second = pixels((*list)[1]);
  if (!first || !second) return std::nullopt;
  return std::pair(*first, *second);
}

}  // namespace

std::optional<web_observation> observation_event::web() const {
  if (type != "web") return std::nullopt;
  web_observation seen;
  seen.url = model::text_or_empty(metadata, "url");
  seen.title = model::text_or_empty(metadata, "title");
  seen.text = model::text_or_empty(metadata, "text");
  seen.tabs = model::texts_field(metadata, "tabs");
  seen.current_tab = model::text_or_empty(metadata, "current_tab");
  seen.viewport_size = pair_field(metadata, "viewport_size");
  seen.page_size = pair_field(metadata, "page_size");
  seen.scroll_position = pair_field(metadata, "scroll_position");
  seen.cursor_position = pair_field(metadata, "cursor_position");
  return seen;
}

std::optional<textual_web_observation> observation_event::textual_web() const {
  if (type != "textual_web") return std::nullopt;
  textual_web_observation seen;
  seen.url = model::text_or_empty(metadata, "url");
  seen.title = model::text_or_empty(metadata, "title");
  seen.tabs = model::texts_field(metadata, "tabs");
  seen.current_tab = model::text_or_empty(metadata, "current_tab");
  seen.mode = model::text_or_empty(metadata, "mode");
  seen.page_markdown = model::text_or_empty(metadata, "page_markdown");
  seen.page_html = model::text_or_empty(metadata, "page_html");
  seen.text_offset = model::integer_or_zero(metadata, "text_offset");
  seen.chunk_size = model::integer_or_zero(metadata, "chunk_size");
  seen.chunk_number = model::integer_or_zero(metadata, "chunk_number");
  seen.total_chunks = model::integer_or_zero(metadata, "total_chunks");
  return seen;
}

}  // namespace hai
