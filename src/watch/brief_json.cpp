#include "watch/brief_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include "watch/safe_text.hpp"

namespace hai::watch {
namespace {

namespace json = boost::json;

/// Writes until it has more bytes than any cut to the columns can keep; what comes after is not looked at.
class brief_writer {
 public:
  explicit brief_writer(std::size_t columns) : limit_(columns * most_bytes_per_column) {}

  bool is_full() const { return out_.size() > limit_; }

  void text(std::string_view raw) { out_ += raw.substr(0, limit_ + 1); }

  void value(json::value const& v) {
    if (is_full()) return;
    if (auto const* object = v.if_object()) {
      members(*object);
    } else if (auto const* array = v.if_array()) {
      elements(*array);
    } else if (auto const* string = v.if_string()) {
      text(*string);
    } else {
      out_ += json::serialize(v);
    }
  }

  void argument(json::value const& v) {
    auto const* string = v.if_string();
    bool const quoted = string && string->find_first_of(" =\t\n") != json::string::npos;
    if (quoted) out_ += '"';
    value(v);
    if (quoted) out_ += '"';
  }

  void comma(bool& first) {
    if (!first) out_ += ", ";
    first = false;
  }

  std::string const& written() const { return out_; }

 private:
  static constexpr std::size_t most_bytes_per_column = 16;

  void members(json::object const& object) {
    out_ += '{';
    bool first = true;
    for (auto const& member : object) {
      if (is_full()) return;
      comma(first);
      text(member.key());
      out_ += ": ";
      value(member.value());
    }
    out_ += '}';
  }

  void elements(json::array const& array) {
    out_ += '[';
    bool first = true;
    for (auto const& element : array) {
      if (is_full()) return;
      comma(first);
      value(element);
    }
    out_ += ']';
  }

  std::size_t limit_;
  std::string out_;
};

}  // namespace

std::string brief(json::value const& value, std::size_t columns) {
  brief_writer writer(columns);
  writer.value(value);
  return safe_text(writer.written(), columns);
}

std::string brief_arguments(json::object const& arguments, std::size_t columns) {
  brief_writer writer(columns);
  for (auto const& argument : arguments) {
    if (writer.is_full()) break;
    if (!writer.written().empty()) writer.text(" ");
    writer.text(argument.key());
    writer.text("=");
    writer.argument(argument.value());
  }
  return safe_text(writer.written(), columns);
}

std::string answer_text(json::value const& answer) {
  if (auto const* text = answer.if_string()) return std::string(*text);
  return json::serialize(answer);
}

}  // namespace hai::watch
