#include "unit/model/document_generator.hpp"

#include <array>
#include <utility>

namespace hai::test {
namespace {

std::string quoted(std::string const& inside) { return "\"" + inside + "\""; }

}  // namespace

std::string document_generator::space() {
  static std::array<char const*, 12> const choices{
      "", "", "", "", "", "", " ", "\n", "\r\n\t", "      ", "\t", "\n                      "};
  return choices[pick(choices.size())];
}

/// The inside of a string.
std::string document_generator::text() {
  static std::array<char const*, 22> const pieces{"a",
                                                  "word",
                                                  " ",
                                                  "\\\"",
                                                  "\\\\",
                                                  "\\n",
                                                  "\\/",
                                                  "{",
                                                  "}",
                                                  "[",
                                                  "],",
                                                  ":\\\"kind\\\"",
                                                  "\\u00e9",
                                                  "\\uD83D\\uDEA2",
                                                  "\xc3\xa9",
                                                  "\xf0\x9f\x9a\xa2",
                                                  "\xe2\x80\xa8",
                                                  "\\u0000",
                                                  "\\b\\f\\r\\t",
                                                  "\x7f",
                                                  "0123456789abcdef0123456789abcdef",
                                                  "kind"};
  std::string all;
  for (std::size_t n = one_in(12) ? pick(120) : pick(8); n != 0; --n) all += pieces[pick(pieces.size())];
  return all;
}

/// A member's name, now and then with a letter of it written as an escape.
std::string document_generator::name(std::string const& plain) {
  if (!one_in(25)) return quoted(plain);
  static char const digits[] = "0123456789abcdef";
  std::size_t const at = pick(plain.size());
  auto const code = static_cast<unsigned char>(plain[at]);
  std::string const escape = std::string("\\u00") + digits[code >> 4] + digits[code & 15];
  return quoted(plain.substr(0, at) + escape + plain.substr(at + 1));
}

std::string document_generator::number() {
  static std::array<char const*, 14> const choices{"0",
                                                   "-0",
                                                   "7",
                                                   "-12.50",
                                                   "1e5",
                                                   "2E-3",
                                                   "1e400",
                                                   "-1e-400",
                                                   "18446744073709551615",
                                                   "123456789012345678901234567890",
                                                   "1e+00012",
                                                   "9223372036854775807",
                                                   "3.0",
                                                   "0.000000000000000000000000000001"};
  return choices[pick(choices.size())];
}

std::string document_generator::scalar() {
  switch (pick(6)) {
    case 0:
      return "true";
    case 1:
      return "false";
    case 2:
      return "null";
    case 3:
      return number();
    default:
      return quoted(text());
  }
}

std::string document_generator::joined(std::string const& open, std::vector<std::string> parts,
                                       std::string const& close) {
  for (std::size_t i = parts.size(); i > 1; --i) std::swap(parts[i - 1], parts[pick(i)]);
  std::string all = open + space();
  for (std::size_t i = 0; i != parts.size(); ++i) {
    if (i != 0) all += "," + space();
    all += parts[i] + space();
  }
  return all + close;
}

std::string document_generator::member(std::string const& plain_name, std::string const& json) {
  return name(plain_name) + space() + ":" + space() + json;
}

std::string document_generator::list(int depth) {
  std::vector<std::string> items;
  for (std::size_t n = pick(4); n != 0; --n) items.push_back(value(depth + 1));
  return joined("[", std::move(items), "]");
}

std::string document_generator::object(int depth) {
  static std::array<char const*, 6> const names{"kind", "data", "type", "new_events", "k", "status"};
  std::vector<std::string> members;
  for (std::size_t n = pick(4); n != 0; --n)
    members.push_back(member(names[pick(names.size())], value(depth + 1)));
  return joined("{", std::move(members), "}");
}

std::string document_generator::value(int depth) {
  if (depth > 6 || one_in(2)) return scalar();
  return one_in(2) ? list(depth) : object(depth);
}

std::string document_generator::data() {
  if (one_in(8)) return value(0);
  std::vector<std::string> members;
  if (!one_in(6))
    members.push_back(member("kind", one_in(8) ? value(3) : quoted(one_in(4) ? text() : "policy_event")));
  if (one_in(10)) members.push_back(member("kind", scalar()));
  for (std::size_t n = pick(5); n != 0; --n) members.push_back(member("f" + std::to_string(n), value(1)));
  return joined("{", std::move(members), "}");
}

std::string document_generator::event() {
  if (one_in(15)) return value(2);
  std::vector<std::string> members;
  if (!one_in(20))
    members.push_back(member("type", one_in(15) ? value(4) : quoted(one_in(5) ? text() : "AgentEvent")));
  if (!one_in(20)) members.push_back(member("timestamp", one_in(15) ? scalar() : "\"2026-10-01T06:00:00Z\""));
  if (!one_in(20)) members.push_back(member("data", data()));
  if (one_in(20)) members.push_back(member("data", data()));
  if (one_in(5)) members.push_back(member("later", value(3)));
  return joined("{", std::move(members), "}");
}

std::string document_generator::events() {
  if (one_in(12)) return value(3);
  std::vector<std::string> all;
  for (std::size_t n = pick(6); n != 0; --n) all.push_back(event());
  return joined("[", std::move(all), "]");
}

std::string document_generator::changes() {
  std::vector<std::string> members;
  members.push_back(member("status", one_in(20) ? value(3) : "\"running\""));
  members.push_back(member("new_events", events()));
  if (one_in(15)) members.push_back(member("new_events", events()));
  if (one_in(15)) members.push_back(member("status", scalar()));
  for (char const* optional : {"started_at", "finished_at", "error", "error_code", "answer", "outcome",
                               "metrics", "total", "page", "first_index", "unheard_of"}) {
    if (one_in(3)) members.push_back(member(optional, value(2)));
  }
  return space() + joined("{", std::move(members), "}") + space();
}

}  // namespace hai::test
