#include "user_messages.hpp"

#include <boost/json.hpp>
#include <utility>

namespace hai::sim {

namespace {

namespace json = boost::json;

constexpr std::size_t most_files = 10, most_file_bytes = 7'000'000;

std::string text_of(json::object const& o, char const* name) {
  auto const* member = o.if_contains(name);
  return member && member->is_string() ? std::string(member->get_string()) : std::string();
}

// `data:image/png;base64,AAAA` as the stream shows it.
json::value image_content(json::string const& data_uri) {
  std::string_view const text(data_uri);
  auto const comma = text.find(',');
  json::object image{{"type", "base64"}};
  image["source"] = comma == std::string_view::npos ? std::string(text) : std::string(text.substr(comma + 1));
  auto const semicolon = text.find(';');
  if (text.starts_with("data:") && semicolon != std::string_view::npos)
    image["media_type"] = std::string(text.substr(5, semicolon - 5));
  return image;
}

reply invalid_files(std::string_view type, std::string_view message) {
  return validation_reply(type, R"(["body","files"])", message, "null");
}

std::optional<reply> read_file(json::value const& value, std::vector<attached_file>& files) {
  auto const* o = value.if_object();
  if (!o) return invalid_files("model_type", "Input should be a file");
  auto const type = text_of(*o, "type");
  if (!type.empty() && type != "base64") return invalid_files("literal_error", "A file is sent as base64");
  attached_file file;
  file.name = text_of(*o, "name");
  if (file.name.empty() || file.name.find('/') != std::string::npos)
    return invalid_files("value_error", "A file name without its directory is needed");
  auto bytes = from_base64(text_of(*o, "source"));
  if (!bytes) return invalid_files("value_error", "The source should be base64");
  file.bytes = std::move(*bytes);
  file.media_type = text_of(*o, "media_type");
  if (file.media_type.empty()) file.media_type = guessed_media_type(file.name);
  files.push_back(std::move(file));
  return std::nullopt;
}

std::optional<reply> read_files(json::object const& message, std::vector<attached_file>& files) {
  auto const* sent = message.if_contains("files");
  if (!sent || sent->is_null()) return std::nullopt;
  if (!sent->is_array()) return invalid_files("list_type", "Input should be a valid list");
  if (sent->get_array().size() > most_files) return invalid_files("too_long", "At most 10 files are allowed");
  std::size_t bytes = 0;
  for (auto const& each : sent->get_array()) {
    if (auto refusal = read_file(each, files)) return refusal;
    bytes += files.back().bytes.size();
  }
  if (bytes > most_file_bytes) return invalid_files("value_error", "At most 7 MB in total are allowed");
  return std::nullopt;
}

}  // namespace

reply missing_field(std::string const& name) {
  return validation_reply("missing", "[\"body\",\"" + name + "\"]", "Field required", "{}");
}

read_message read_user_message(json::value const& value) {
  read_message result;
  auto const* o = value.if_object();
  auto const* text = o && text_of(*o, "type") == "user_message" ? o->if_contains("message") : nullptr;
  if (!text || !text->is_string()) {
    result.refusal = missing_field("message");
    return result;
  }
  json::array content{*text};
  auto const* images = o->if_contains("images");
  if (images && images->is_array())
    for (auto const& image : images->get_array())
      if (image.is_string()) content.push_back(image_content(image.get_string()));
  told_message message;
  message.content = json::serialize(content);
  result.refusal = read_files(*o, message.files);
  if (!result.refusal) result.message = std::move(message);
  return result;
}

}  // namespace hai::sim
