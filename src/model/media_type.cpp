#include "model/media_type.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hai::model {
namespace {

using entry = std::pair<std::string_view, std::string_view>;

constexpr std::array known = {
    entry{".png", "image/png"},
    entry{".jpg", "image/jpeg"},
    entry{".jpeg", "image/jpeg"},
    entry{".gif", "image/gif"},
    entry{".webp", "image/webp"},
    entry{".bmp", "image/bmp"},
    entry{".svg", "image/svg+xml"},
    entry{".pdf", "application/pdf"},
    entry{".txt", "text/plain"},
    entry{".md", "text/markdown"},
    entry{".csv", "text/csv"},
    entry{".html", "text/html"},
    entry{".json", "application/json"},
    entry{".xml", "application/xml"},
    entry{".zip", "application/zip"},
    entry{".doc", "application/msword"},
    entry{".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    entry{".xls", "application/vnd.ms-excel"},
    entry{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    entry{".ppt", "application/vnd.ms-powerpoint"},
    entry{".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view media_type_of(std::string_view extension) {
  auto const fits = [&](entry const& each) {
    return std::equal(extension.begin(), extension.end(), each.first.begin(), each.first.end(),
                      [](char a, char b) { return lower(a) == b; });
  };
  auto const found = std::find_if(known.begin(), known.end(), fits);
  return found == known.end() ? std::string_view() : found->second;
}

}  // namespace hai::model
