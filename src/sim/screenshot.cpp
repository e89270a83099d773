#include "screenshot.hpp"

#include <zlib.h>

#include <cstdint>
#include <vector>

namespace hai::sim {

namespace {

constexpr std::uint32_t width = 64, height = 48;

void append_number(std::string& out, std::uint32_t n) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>((n >> static_cast<unsigned>(shift)) & 255U));
}

void append_chunk(std::string& out, std::string const& type, std::string const& data) {
  append_number(out, static_cast<std::uint32_t>(data.size()));
  std::string const checked = type + data;
  out += checked;
  append_number(out, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<Bytef const*>(checked.data()),
                                                      static_cast<uInt>(checked.size()))));
}

std::string deflated(std::string const& raw) {
  uLongf size = compressBound(static_cast<uLong>(raw.size()));
  std::string out(size, '\0');
  compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<Bytef const*>(raw.data()),
           static_cast<uLong>(raw.size()));
  out.resize(size);
  return out;
}

}  // namespace

std::string screenshot_png(std::string_view name) {
  auto const colour = crc32(0, reinterpret_cast<Bytef const*>(name.data()), static_cast<uInt>(name.size()));
  std::string pixels;
  for (std::uint32_t y = 0; y < height; ++y) {
    pixels.push_back(0);  // no filter
    for (std::uint32_t x = 0; x < width; ++x)
      for (unsigned shift : {0U, 8U, 16U})
        pixels.push_back(static_cast<char>(((colour >> shift) & 127U) + (x + y)));
  }
  std::string header;
  append_number(header, width);
  append_number(header, height);
  header.append({8, 2, 0, 0, 0});  // 8 bits a channel, RGB, no interlace
  std::string out = "\x89PNG\r\n\x1a\n";
  append_chunk(out, "IHDR", header);
  append_chunk(out, "IDAT", deflated(pixels));
  append_chunk(out, "IEND", "");
  return out;
}

}  // namespace hai::sim
