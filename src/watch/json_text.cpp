#include "watch/json_text.hpp"

#include <boost/json/serialize.hpp>
#include <cmath>

namespace hai::watch {
namespace json = boost::json;

namespace {

void append(std::string& out, json::value const& value);

void append(std::string& out, json::object const& object) {
  out += '{';
  for (auto const& [name, member] : object) {
    if (out.back() != '{') out += ',';
    out += json::serialize(name) + ':';
    append(out, member);
  }
  out += '}';
}

void append(std::string& out, json::array const& array) {
  out += '[';
  for (auto const& element : array) {
    if (out.back() != '[') out += ',';
    append(out, element);
  }
  out += ']';
}

void append(std::string& out, json::value const& value) {
  if (value.is_object())
    append(out, value.get_object());
  else if (value.is_array())
    append(out, value.get_array());
  else if (value.is_double() && !std::isfinite(value.get_double()))
    out += value.get_double() < 0 ? "-1e999" : "1e999";
  else
    out += json::serialize(value);
}

}  // namespace

std::string json_text(json::value const& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace hai::watch
