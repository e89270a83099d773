#include "model/error_detail.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>

#include "model/json_fields.hpp"
#include "model/json_text.hpp"

namespace hai::model {
namespace {

constexpr std::size_t quote_limit = 200;  // bytes of a body that is not JSON

std::string words_of(boost::json::value const& item) {
  if (item.is_string()) return std::string(item.get_string());
  if (!item.is_object()) return {};
  std::string words = text_or_empty(item.get_object(), "msg");
  return words.empty() ? text_or_empty(item.get_object(), "message") : words;
}

std::string joined_words(boost::json::array const& items) {
  std::string all;
  for (boost::json::value const& item : items) {
    std::string const words = words_of(item);
    if (words.empty()) continue;
    if (!all.empty()) all += "; ";
    all += words;
  }
  return all;
}

std::string json_detail(boost::json::value const& body) {
  if (body.is_string()) return words_of(body);
  if (!body.is_object()) return {};
  std::string words;
  if (boost::json::value const* const detail = find_field(body.get_object(), "detail")) {
    words = detail->is_array() ? joined_words(detail->get_array()) : words_of(*detail);
  }
  return words.empty() ? text_or_empty(body.get_object(), "message") : words;
}

/// The text between the tags of a proxy's page, without what is not for reading.
std::string without_markup(std::string_view page) {
  std::string text;
  while (!page.empty()) {
    std::size_t const tag = page.find('<');
    text += page.substr(0, tag);
    if (tag == std::string_view::npos) break;
    text += ' ';
    bool const hidden = page.substr(tag, 6) == "<style" || page.substr(tag, 7) == "<script";
    std::size_t end = page.find('>', tag);
    if (hidden && end != std::string_view::npos) {
      std::size_t const closing = page.find("</", end);
      end = closing == std::string_view::npos ? closing : page.find('>', closing);
    }
    if (end == std::string_view::npos) break;
    page.remove_prefix(end + 1);
  }
  return text;
}

/// Blanks joined, control characters left out, cut before the character that would go over the limit.
std::string first_words(std::string_view text) {
  std::string words;
  bool gap = false;
  for (char const c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) {
      gap = !words.empty();
      continue;
    }
    if (words.size() + 1 >= quote_limit) {
      while (!words.empty() && (static_cast<unsigned char>(words.back()) & 0xC0) == 0x80) words.pop_back();
      if (!words.empty() && static_cast<unsigned char>(words.back()) >= 0xC0) words.pop_back();
      return words + "...";
    }
    if (gap) words += ' ';
    gap = false;
    words += c;
  }
  return words;
}

}  // namespace

std::string error_detail(std::string_view body) {
  std::string why;
  if (std::optional<boost::json::value> const parsed = parse_json(body, why)) return json_detail(*parsed);
  std::size_t const start = body.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return {};
  return first_words(body[start] == '<' ? without_markup(body)
                                        : std::string(body.substr(0, 4 * quote_limit)));
}

}  // namespace hai::model
