#include "schema_example.hpp"

#include <boost/json.hpp>
#include <string>

namespace hai::sim {

namespace {

namespace json = boost::json;

constexpr unsigned deepest = 16;  // a schema may refer to itself

class example_maker {
 public:
  explicit example_maker(json::value const& root) : root_(root) {}

  json::value make(json::value const& schema, unsigned depth) const {
    auto const* o = schema.if_object();
    if (!o || depth == deepest) return nullptr;
    for (auto const* given : {"const", "default"})
      if (auto const* value = o->if_contains(given)) return *value;
    if (auto const* choice = first_of(*o, "enum")) return *choice;
    if (auto const* there = referred(*o)) return make(*there, depth + 1);
    for (auto const* several : {"anyOf", "oneOf", "allOf"})
      if (auto const* one = first_of(*o, several)) return make(*one, depth + 1);
    return of_type(*o, depth);
  }

 private:
  static json::value const* first_of(json::object const& o, char const* name) {
    auto const* list = o.if_contains(name);
    return list && list->is_array() && !list->get_array().empty() ? &list->get_array().front() : nullptr;
  }

  json::value const* referred(json::object const& o) const {
    auto const* reference = o.if_contains("$ref");
    if (!reference || !reference->is_string()) return nullptr;
    std::string const target(reference->get_string());
    if (!target.starts_with('#')) return nullptr;
    boost::system::error_code ec;
    return root_.find_pointer(target.substr(1), ec);
  }

  json::value of_type(json::object const& o, unsigned depth) const {
    auto const* named = o.if_contains("type");
    if (named && named->is_array() && !named->get_array().empty()) named = &named->get_array().front();
    std::string const type = named && named->is_string() ? std::string(named->get_string())
                             : o.contains("properties")  ? "object"
                                                         : "string";
    if (type == "object") return object_of(o, depth);
    if (type == "array") {
      auto const* items = o.if_contains("items");
      return items ? json::array{make(*items, depth + 1)} : json::array();
    }
    if (type == "boolean") return true;
    if (type == "null") return nullptr;
    if (type == "integer" || type == "number") {
      auto const* least = o.if_contains("minimum");
      return least && least->is_number() ? *least : json::value(1);
    }
    return "example";
  }

  json::object object_of(json::object const& o, unsigned depth) const {
    json::object made;
    auto const* properties = o.if_contains("properties");
    if (!properties || !properties->is_object()) return made;
    for (auto const& [name, schema] : properties->get_object()) made[name] = make(schema, depth + 1);
    return made;
  }

  json::value const& root_;
};

}  // namespace

json::value example_of(json::value const& schema) { return example_maker(schema).make(schema, 0); }

}  // namespace hai::sim
