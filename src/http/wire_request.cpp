#include "http/wire_request.hpp"

#include <algorithm>
#include <array>

#include <hai/error.hpp>

namespace hai::http {
namespace {

constexpr std::array<bool, 256> token_chars = [] {
  std::array<bool, 256> found{};
  for (char const c :
       std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    found[static_cast<unsigned char>(c)] = true;
  return found;
}();

bool is_token_char(char c) { return token_chars[static_cast<unsigned char>(c)]; }

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

/// Tab, and all that is neither a control character nor DEL; bytes over 127 are the peer's to read.
bool is_value_char(char c) {
  auto const byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

/// Printable ASCII alone. Looks at all of it, without a branch: compilers take many characters at a time
/// then.
bool is_target(std::string_view text) {
  unsigned char other = 0;
  for (char const c : text)
    other |= static_cast<unsigned char>(static_cast<unsigned char>(c - '!') > '~' - '!');
  return other == 0;
}

bool same_name(std::string_view a, std::string_view b) {
  auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

template <std::size_t N>
bool is_one_of(std::string_view name, std::array<std::string_view, N> const& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view each) { return same_name(name, each); });
}

constexpr std::array<std::string_view, 8> own_headers = {
    "Host", "Content-Length", "Transfer-Encoding", "Connection", "TE", "Trailer", "Upgrade", "Expect"};

[[noreturn]] void refuse(std::string const& why) { throw error(errc::invalid_argument, why); }

void add_field(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(": ").append(value).append("\r\n");
}

/// Refuses what HTTP does not allow, and the headers of framing.
void check_own_header(std::string_view name, std::string_view value) {
  check_header(name, value);
  if (is_one_of(name, own_headers)) refuse("header " + std::string(name) + ": set by the library itself");
}

bool announces_length(request const& what) {
  return !what.body.empty() || what.method == "POST" || what.method == "PUT" || what.method == "PATCH";
}

}  // namespace

void check_header(std::string_view name, std::string_view value) {
  if (!is_token(name)) {
    std::string shown;
    for (char const c : name.substr(0, 64)) shown += is_token_char(c) ? c : '?';
    refuse("not a header name: \"" + shown + "\"");
  }
  if (!std::all_of(value.begin(), value.end(), is_value_char))
    refuse("header " + std::string(name) + ": a value with a control character");
}

void check_user_header(std::string_view name, std::string_view value) {
  check_own_header(name, value);
  if (same_name(name, "Authorization"))
    refuse("header " + std::string(name) + ": made from the API key; set api_key instead");
}

std::string header_lines(std::vector<std::pair<std::string, std::string>> const& headers) {
  std::string lines;
  for (auto const& [name, value] : headers) {
    check_own_header(name, value);
    add_field(lines, name, value);
  }
  return lines;
}

std::string wire_text(request const& what, net::origin const& where) {
  check_request(what);
  std::string text;
  append_wire_text(text, what, net::authority(where));
  return text;
}

void check_request(request const& what) {
  if (!is_token(what.method)) refuse("not an HTTP method");
  if (what.target.empty() || what.target.front() != '/' || !is_target(what.target))
    refuse("a request target must begin with '/' and be percent-encoded");
  for (auto const& [name, value] : what.headers) check_own_header(name, value);
  if (!what.content_type.empty()) check_header("Content-Type", what.content_type);
}

void append_wire_text(std::string& text, request const& what, std::string_view authority) {
  std::string_view const usual = what.usual_lines ? std::string_view(*what.usual_lines) : std::string_view();
  std::size_t expected = 256 + usual.size() + what.target.size() + what.body.size();
  for (auto const& [name, value] : what.headers) expected += name.size() + value.size() + 4;
  text.reserve(text.size() + expected);

  text.append(what.method).append(" ").append(what.target).append(" HTTP/1.1\r\n");
  add_field(text, "Host", authority);
  text.append(usual);
  for (auto const& [name, value] : what.headers) add_field(text, name, value);
  if (!what.content_type.empty()) add_field(text, "Content-Type", what.content_type);
  if (announces_length(what)) add_field(text, "Content-Length", std::to_string(what.body.size()));
  text.append("\r\n").append(what.body);
}

}  // namespace hai::http
