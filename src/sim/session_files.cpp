#include "session_files.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

namespace hai::sim {

namespace {

constexpr std::string_view home = "/home/agent";

bool climbs(std::string_view path) { return (std::string(path) + "/").find("/../") != std::string::npos; }

unsigned char const* unsigned_bytes(std::string_view text) {
  return reinterpret_cast<unsigned char const*>(text.data());
}

}  // namespace

std::string session_files::downloads() { return std::string(home) + "/Downloads"; }

std::optional<std::string> session_files::resolved(std::string_view path) {
  std::string whole = path.starts_with("~/") ? std::string(home).append(path.substr(1)) : std::string(path);
  while (whole.ends_with('/')) whole.pop_back();
  std::string const root = downloads();
  if (climbs(whole) || (whole != root && !whole.starts_with(root + "/"))) return std::nullopt;
  return whole;
}

void session_files::write(std::string const& path, std::string bytes, date modified) {
  // As it is shown, so that a date that was shown finds its place again.
  auto const shown = std::chrono::floor<std::chrono::microseconds>(modified);
  files_.insert_or_assign(path, file{std::move(bytes), shown});
}

session_files::file const* session_files::find(std::string const& path) const {
  auto const found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

std::vector<session_files::entry> session_files::list(std::string const& directory) const {
  std::map<std::string, entry> entries;
  std::string const prefix = directory + "/";
  for (auto const& [path, stored] : files_) {
    if (!path.starts_with(prefix)) continue;
    std::string const name = path.substr(prefix.size(), path.find('/', prefix.size()) - prefix.size());
    bool const is_directory = prefix.size() + name.size() < path.size();
    entry& e = entries[name];
    e.name = name;
    e.path = prefix + name;
    e.size = is_directory ? 0 : stored.bytes.size();
    e.modified = std::max(e.modified, stored.modified);
    e.is_directory = is_directory;
  }
  std::vector<entry> sorted;
  sorted.reserve(entries.size());
  for (auto& [name, e] : entries) sorted.push_back(std::move(e));
  std::sort(sorted.begin(), sorted.end(), [](entry const& a, entry const& b) {
    return a.modified != b.modified ? a.modified > b.modified : a.name < b.name;
  });
  return sorted;
}

std::string guessed_media_type(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, char const*>, 7> known{{{".txt", "text/plain"},
                                                                           {".csv", "text/csv"},
                                                                           {".json", "application/json"},
                                                                           {".pdf", "application/pdf"},
                                                                           {".png", "image/png"},
                                                                           {".jpg", "image/jpeg"},
                                                                           {".zip", "application/zip"}}};
  for (auto const& [extension, type] : known)
    if (name.ends_with(extension)) return type;
  return "application/octet-stream";
}

std::string base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a zero
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), unsigned_bytes(bytes),
                  static_cast<int>(bytes.size()));
  text.pop_back();
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  int const size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), unsigned_bytes(text),
                                   static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  // OpenSSL counts the padding as zero bytes.
  auto const padding = text.ends_with("==") ? 2U : text.ends_with('=') ? 1U : 0U;
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

}  // namespace hai::sim
