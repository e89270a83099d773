#pragma once

#include <string_view>

namespace hai::model {

/// The media type that a file's extension (".PNG", ".pdf") stands for; empty if it is not known.
std::string_view media_type_of(std::string_view extension);

}  // namespace hai::model
