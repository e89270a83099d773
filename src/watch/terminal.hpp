#pragma once

#include <chrono>
#include <cstddef>

namespace hai::watch {

/// A terminal that understands control sequences: no TERM=dumb.
bool is_terminal(int fd);

/// Its width now; 80 when it does not tell.
std::size_t terminal_columns(int fd);

/// The user has not asked for plain text with NO_COLOR.
bool colour_is_welcome();

std::chrono::seconds local_utc_offset();

}  // namespace hai::watch
