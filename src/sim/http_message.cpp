#include "http_message.hpp"

#include <boost/beast/http/status.hpp>
#include <cctype>

#include "json_text.hpp"

namespace hai::sim {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string encoded(std::string_view text, std::string_view also_kept) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || std::string_view("-._~").find(c) != std::string_view::npos ||
        also_kept.find(c) != std::string_view::npos) {
      out.push_back(c);
    } else {
      out.append({'%', digits[byte >> 4U], digits[byte & 15U]});
    }
  }
  return out;
}

template <class Each>
void split(std::string_view text, char separator, Each each) {
  for (;;) {
    auto const end = text.find(separator);
    each(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::string percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    int const high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    int const low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

std::string percent_encoded(std::string_view segment) { return encoded(segment, ""); }
std::string percent_encoded_path(std::string_view segments) { return encoded(segments, "/"); }

std::string const* request::header(std::string_view lower_case_name) const {
  for (auto const& [name, value] : headers)
    if (name == lower_case_name) return &value;
  return nullptr;
}

std::string const* request::parameter(std::string_view name) const {
  std::string const* found = nullptr;
  for (auto const& [key, value] : query)
    if (key == name) found = &value;
  return found;
}

std::vector<std::string> request::parameters(std::string_view name) const {
  std::vector<std::string> found;
  for (auto const& [key, value] : query)
    if (key == name) found.push_back(value);
  return found;
}

void request::split_target() {
  std::string_view rest = target;
  auto const mark = rest.find('?');
  std::string_view const query_text = mark == std::string_view::npos ? "" : rest.substr(mark + 1);
  rest = rest.substr(0, mark);
  if (rest.starts_with('/')) rest.remove_prefix(1);
  split(rest, '/', [this](std::string_view segment) { path.push_back(percent_decoded(segment, false)); });
  if (query_text.empty()) return;
  split(query_text, '&', [this](std::string_view pair) {
    auto const equals = pair.find('=');
    std::string_view const value = equals == std::string_view::npos ? "" : pair.substr(equals + 1);
    query.emplace_back(percent_decoded(pair.substr(0, equals), true), percent_decoded(value, true));
  });
}

std::string head_text(reply const& r) {
  auto const reason =
      boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(r.status)));
  std::string head = "HTTP/1.1 " + std::to_string(r.status) + " " + std::string(reason) + "\r\n";
  for (auto const& [name, value] : r.headers) head.append(name).append(": ").append(value).append("\r\n");
  return head + "\r\n";
}

reply json_reply(int status, std::string body) {
  reply r;
  r.status = status;
  r.body = std::move(body);
  return r;
}

reply empty_reply(int status) {
  reply r;
  r.status = status;
  r.content_type.clear();
  return r;
}

reply detail_reply(int status, std::string_view text) {
  return json_reply(status, "{\"detail\":" + quoted(text) + "}");
}

reply validation_reply(std::string_view type, std::string_view loc, std::string_view message,
                       std::string_view input, std::string_view extra) {
  std::string body = "{\"detail\":[{\"type\":" + quoted(type) + ",\"loc\":";
  body.append(loc).append(",\"msg\":").append(quoted(message)).append(",\"input\":");
  body.append(input).append(extra).append("}]}");
  return json_reply(422, std::move(body));
}

}  // namespace hai::sim
