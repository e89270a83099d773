#include "model/json_text.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <utility>

#include "model/bad_document.hpp"
#include "model/mended_text.hpp"

namespace hai::model {
namespace {

boost::json::value parse(std::string_view text, boost::system::error_code& failure,
                         boost::json::storage_ptr storage) {
  boost::json::parse_options options;
  options.max_depth = max_json_depth;
  return boost::json::parse(boost::json::string_view(text.data(), text.size()), failure, std::move(storage),
                            options);
}

}  // namespace

std::optional<boost::json::value> parse_json(std::string_view text, std::string& why,
                                             boost::json::storage_ptr storage) {
  boost::system::error_code failure;
  boost::json::value parsed = parse(text, failure, std::move(storage));
  if (!failure) return parsed;
  why = failure.message();
  return std::nullopt;
}

boost::json::value parse_json(std::string_view text, boost::json::storage_ptr storage) {
  boost::system::error_code failure;
  boost::json::value parsed = parse(text, failure, std::move(storage));
  if (failure) throw bad_document(bad_document::fault::syntax, "not sound JSON: " + failure.message());
  return parsed;
}

boost::json::value parse_mendable_json(std::string_view text, boost::json::storage_ptr storage) {
  std::string why;
  if (auto parsed = parse_json(text, why, storage)) return std::move(*parsed);
  return parse_json(mended(text), std::move(storage));
}

bool is_sound_json(std::string_view text) {
  unsigned char space[4096];
  boost::json::monotonic_resource memory(space);
  boost::system::error_code failure;
  parse(text, failure, &memory);
  return !failure;
}

std::optional<std::string> decode_string(std::string_view token) {
  if (token.size() < 2 || token.front() != '"') return std::nullopt;
  unsigned char space[1024];
  boost::json::monotonic_resource memory(space);
  boost::system::error_code failure;
  boost::json::value const parsed = parse(token, failure, &memory);
  if (failure || !parsed.is_string()) return std::nullopt;
  return std::string(parsed.get_string());
}

}  // namespace hai::model
