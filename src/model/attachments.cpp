#include <cstddef>
#include <fstream>
#include <hai/file_input.hpp>
#include <hai/image_input.hpp>
#include <iterator>

#include "http/base64.hpp"
#include "model/media_type.hpp"
#include "model/refusal.hpp"

// What is sent beside the text of a message: image_input and file_input.

namespace hai {
namespace {

/// No message may hold more, so that no larger file need be read.
constexpr std::size_t most_bytes = 7'500'000;

/// A file's content. A file that grows while it is read (or a device) is bounded too.
std::string content_of(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  std::error_code failed;
  if (!file || std::filesystem::is_directory(path, failed)) model::refuse(path.string(), "cannot be read");
  std::string bytes(most_bytes + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (file.bad()) model::refuse(path.string(), "cannot be read");
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  if (bytes.size() > most_bytes)
    model::refuse(path.string(), "over " + std::to_string(most_bytes) + " bytes, which no message can hold");
  return bytes;
}

}  // namespace

image_input image_input::from_bytes(std::string_view bytes, std::string_view media_type) {
  return image_input("data:" + std::string(media_type) + ";base64," + http::base64(bytes));
}

image_input image_input::from_file(std::filesystem::path const& path) {
  auto const type = model::media_type_of(path.extension().string());
  if (!type.starts_with("image/"))
    model::refuse(path.string(), "its extension is not known as an image's; use image_input::from_bytes");
  return from_bytes(content_of(path), type);
}

file_input file_input::from_bytes(std::string name, std::string_view bytes) {
  return file_input(std::move(name), http::base64(bytes), bytes.size());
}

file_input file_input::from_file(std::filesystem::path const& path) {
  file_input file = from_bytes(path.filename().string(), content_of(path));
  file.media_type(std::string(model::media_type_of(path.extension().string())));
  return file;
}

}  // namespace hai
