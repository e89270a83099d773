#include "model/json_fields.hpp"

#include <cmath>
#include <limits>

#include "model/timestamp.hpp"

namespace hai::model {
namespace {

std::optional<std::int64_t> as_integer(boost::json::value const& value) {
  if (value.is_int64()) return value.get_int64();
  if (!value.is_double()) return std::nullopt;
  double const number = value.get_double();
  // 2^63 is the first double past the range.
  if (!(number >= -0x1p63 && number < 0x1p63) || std::trunc(number) != number) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

}  // namespace

boost::json::value const* find_field(boost::json::object const& from, std::string_view name) {
  boost::json::value const* const found =
      from.if_contains(boost::json::string_view(name.data(), name.size()));
  return found != nullptr && !found->is_null() ? found : nullptr;
}

std::optional<std::string> text_field(boost::json::object const& from, std::string_view name) {
  boost::json::value const* const found = find_field(from, name);
  if (found == nullptr || !found->is_string()) return std::nullopt;
  return std::string(found->get_string());
}

std::string text_or_empty(boost::json::object const& from, std::string_view name) {
  return text_field(from, name).value_or(std::string());
}

std::optional<double> number_field(boost::json::object const& from, std::string_view name) {
  boost::json::value const* const found = find_field(from, name);
  if (found == nullptr) return std::nullopt;
  if (found->is_double()) return found->get_double();
  if (found->is_int64()) return static_cast<double>(found->get_int64());
  if (found->is_uint64()) return static_cast<double>(found->get_uint64());
  return std::nullopt;
}

std::optional<std::int64_t> integer_field(boost::json::object const& from, std::string_view name) {
  boost::json::value const* const found = find_field(from, name);
  return found != nullptr ? as_integer(*found) : std::nullopt;
}

std::int64_t integer_or_zero(boost::json::object const& from, std::string_view name) {
  return integer_field(from, name).value_or(0);
}

bool flag_field(boost::json::object const& from, std::string_view name) {
  boost::json::value const* const found = find_field(from, name);
  return found != nullptr && found->is_bool() && found->get_bool();
}

std::optional<std::chrono::sys_time<std::chrono::microseconds>> time_field(boost::json::object const& from,
                                                                           std::string_view name) {
  boost::json::value const* const found = find_field(from, name);
  if (found == nullptr || !found->is_string()) return std::nullopt;
  return parse_timestamp(std::string_view(found->get_string()));
}

boost::json::object const* object_field(boost::json::object const& from, std::string_view name) {
  boost::json::value const* const found = find_field(from, name);
  return found != nullptr ? found->if_object() : nullptr;
}

boost::json::array const* array_field(boost::json::object const& from, std::string_view name) {
  boost::json::value const* const found = find_field(from, name);
  return found != nullptr ? found->if_array() : nullptr;
}

boost::json::value any_field(boost::json::object const& from, std::string_view name) {
  boost::json::value const* const found = find_field(from, name);
  // The copy must not keep the storage of what it was read from, which may be on the stack.
  return found != nullptr ? boost::json::value(*found, boost::json::storage_ptr()) : boost::json::value();
}

std::vector<std::string> texts_field(boost::json::object const& from, std::string_view name) {
  std::vector<std::string> found;
  if (boost::json::array const* const list = array_field(from, name)) {
    for (boost::json::value const& item : *list) {
      if (item.is_string()) found.emplace_back(item.get_string());
    }
  }
  return found;
}

}  // namespace hai::model
