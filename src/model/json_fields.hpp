#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hai::model {

// Lenient reading of an object's members: one that is missing, null or of another type than asked for is
// absent.

/// Null when absent.
boost::json::value const* find_field(boost::json::object const& from, std::string_view name);

std::optional<std::string> text_field(boost::json::object const& from, std::string_view name);
/// Empty when absent.
std::string text_or_empty(boost::json::object const& from, std::string_view name);
std::optional<double> number_field(boost::json::object const& from, std::string_view name);
/// Also a number written with a fraction, such as 3.0, when it is whole.
std::optional<std::int64_t> integer_field(boost::json::object const& from, std::string_view name);
std::int64_t integer_or_zero(boost::json::object const& from, std::string_view name);
bool flag_field(boost::json::object const& from, std::string_view name);
std::optional<std::chrono::sys_time<std::chrono::microseconds>> time_field(boost::json::object const& from,
                                                                           std::string_view name);
boost::json::object const* object_field(boost::json::object const& from, std::string_view name);
boost::json::array const* array_field(boost::json::object const& from, std::string_view name);
/// Any JSON, null when absent.
boost::json::value any_field(boost::json::object const& from, std::string_view name);
/// The texts of an array; its other elements are left out.
std::vector<std::string> texts_field(boost::json::object const& from, std::string_view name);

/// `read` of each object in an array; its other elements are left out.
template <class Read>
auto objects_field(boost::json::object const& from, std::string_view name, Read read) {
  std::vector<decltype(read(from))> found;
  if (boost::json::array const* const list = array_field(from, name)) {
    found.reserve(list->size());
    for (boost::json::value const& item : *list) {
      if (item.is_object()) found.push_back(read(item.get_object()));
    }
  }
  return found;
}

}  // namespace hai::model
