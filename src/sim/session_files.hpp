#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hai::sim {

/// A file that came with a message, or that the agent hands over.
struct attached_file {
  std::string name, media_type, bytes;
};

/// The files of one session's machine, as the API lets users see them: what lies below `~/Downloads`.
class session_files {
 public:
  using date = std::chrono::system_clock::time_point;

  struct file {
    std::string bytes;
    date modified;
  };
  struct entry {
    std::string name, path;
    std::size_t size = 0;
    date modified;
    bool is_directory = false;
  };

  static std::string downloads();
  /// The whole path, with the home directory in the place of `~`; nothing when it lies elsewhere.
  static std::optional<std::string> resolved(std::string_view path);

  // Paths are resolved ones.
  void write(std::string const& path, std::string bytes, date modified);
  file const* find(std::string const& path) const;
  /// What lies directly in the directory: the newest first, those of one date by name.
  std::vector<entry> list(std::string const& directory) const;

 private:
  std::map<std::string, file> files_;
};

/// By the name's extension.
std::string guessed_media_type(std::string_view name);

std::string base64(std::string_view bytes);
/// Nothing when it is no standard base64 with padding.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace hai::sim
