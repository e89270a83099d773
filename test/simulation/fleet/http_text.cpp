#include "simulation/fleet/http_text.hpp"

#include <zlib.h>

#include <cstdio>
#include <stdexcept>

namespace hai::simulation {
namespace {

std::string_view until(std::string_view& rest, std::string_view mark) {
  auto const found = rest.find(mark);
  auto const part = rest.substr(0, found);
  rest.remove_prefix(found == std::string_view::npos ? rest.size() : found + mark.size());
  return part;
}

void read_target(std::string_view target, received_request& into) {
  into.path = until(target, "?");
  while (!target.empty()) {
    auto pair = until(target, "&");
    std::string name(until(pair, "="));
    into.query.emplace_back(std::move(name), pair);
  }
}

std::string zipped(std::string const& text) {
  z_stream state{};
  constexpr int gzip_window = 15 + 16;
  if (deflateInit2(&state, Z_BEST_SPEED, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("zlib");
  std::string out(deflateBound(&state, text.size()) + 32, '\0');
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  state.avail_in = static_cast<uInt>(text.size());
  state.next_out = reinterpret_cast<Bytef*>(out.data());
  state.avail_out = static_cast<uInt>(out.size());
  deflate(&state, Z_FINISH);
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}

std::string in_chunks(std::string_view body, std::size_t size) {
  std::string out;
  while (!body.empty()) {
    auto const piece = body.substr(0, size);
    char length[20];
    std::snprintf(length, sizeof length, "%zx\r\n", piece.size());
    out.append(length).append(piece).append("\r\n");
    body.remove_prefix(piece.size());
  }
  return out + "0\r\n\r\n";
}

}  // namespace

std::optional<std::string> received_request::parameter(std::string_view name) const {
  for (auto const& [key, value] : query)
    if (key == name) return value;
  return std::nullopt;
}

std::size_t received_request::number(std::string_view name, std::size_t otherwise) const {
  auto const text = parameter(name);
  return text ? std::stoull(*text) : otherwise;
}

std::optional<received_request> take_request(std::string& bytes) {
  auto const head_size = bytes.find("\r\n\r\n");
  if (head_size == std::string::npos) return std::nullopt;
  received_request request;
  std::string_view head(bytes.data(), head_size);
  auto line = until(head, "\r\n");
  request.method = until(line, " ");
  read_target(until(line, " "), request);
  std::size_t body_size = 0;
  while (!head.empty()) {
    auto value = until(head, "\r\n");
    auto const name = until(value, ": ");
    if (name == "Content-Length") body_size = std::stoull(std::string(value));
    if (name == "Accept-Encoding") request.takes_gzip = value.find("gzip") != std::string_view::npos;
  }
  if (bytes.size() < head_size + 4 + body_size) return std::nullopt;
  request.body = bytes.substr(head_size + 4, body_size);
  bytes.erase(0, head_size + 4 + body_size);
  return request;
}

std::string wire_text(sent_reply const& reply) {
  bool const has_body = reply.status != 204;
  std::string const body = reply.gzip && has_body ? zipped(reply.body) : reply.body;
  std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " Said\r\n";
  for (auto const& [name, value] : reply.headers) text.append(name).append(": ").append(value).append("\r\n");
  if (!reply.keeps_alive) text += "Connection: close\r\n";
  if (!has_body) return text + "\r\n";
  text += "Content-Type: application/json\r\n";
  if (reply.gzip) text += "Content-Encoding: gzip\r\n";
  switch (reply.frames) {
    case framing::content_length:
      text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
      break;
    case framing::chunked:
      text += "Transfer-Encoding: chunked\r\n\r\n" + in_chunks(body, reply.chunk);
      break;
    case framing::until_close:
      text += "\r\n" + body;
      break;
  }
  return text;
}

}  // namespace hai::simulation
