#include <algorithm>
#include <boost/json/parse.hpp>
#include <hai/error.hpp>
#include <hai/toolbox.hpp>

namespace hai {
namespace {

constexpr std::size_t longest_name = 64;

[[noreturn]] void refuse(std::string const& name, std::string const& why) {
  throw error(errc::invalid_argument, "toolbox: tool \"" + name + "\": " + why);
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

void check_name(std::string const& name) {
  if (name.empty() || name.size() > longest_name)
    refuse(name, "name: 1 to 64 characters, not " + std::to_string(name.size()));
  if (is_digit(name.front())) refuse(name, "name: must not begin with a digit");
  if (!std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c); }))
    refuse(name, "name: letters, digits and underscores only");
}

boost::json::value schema_from(std::string const& name, boost::json::value given) {
  if (given.is_string()) {
    boost::system::error_code failure;
    auto parsed = boost::json::parse(given.get_string(), failure);
    if (failure) refuse(name, "input_schema: not JSON: " + failure.message());
    given = std::move(parsed);
  }
  if (!given.is_object()) refuse(name, "input_schema: a JSON Schema object is needed");
  auto const* const type = given.get_object().if_contains("type");
  if (type != nullptr && *type != "object") refuse(name, "input_schema: its type must be \"object\"");
  return given;
}

}  // namespace

toolbox& toolbox::add_handler(std::string name, std::string description, boost::json::value input_schema,
                              handler run) {
  check_name(name);
  if (description.empty()) refuse(name, "description: must not be empty");
  if (find(name)) refuse(name, "name: is taken");
  boost::json::value schema = schema_from(name, std::move(input_schema));
  tools_.emplace_back(std::move(name), std::move(description), std::move(schema), std::move(run));
  return *this;
}

toolbox& toolbox::concurrency(std::size_t value) {
  if (value == 0) throw error(errc::invalid_argument, "toolbox: concurrency: at least 1");
  concurrency_ = value;
  return *this;
}

boost::json::array toolbox::definitions() const {
  boost::json::array all;
  all.reserve(tools_.size());
  for (auto const& each : tools_) {
    boost::json::object definition;
    definition["name"] = each.name;
    definition["description"] = each.description;
    definition["input_schema"] = each.input_schema;
    all.push_back(std::move(definition));
  }
  return all;
}

toolbox::handler toolbox::find(std::string_view name) const {
  auto const found =
      std::find_if(tools_.begin(), tools_.end(), [&](tool const& each) { return each.name == name; });
  return found == tools_.end() ? handler() : found->call;
}

}  // namespace hai
