#pragma once

#include <cstddef>

namespace hai::watch {

/// Raises the soft limit of open files to the hard one: each session may hold a connection.
void raise_open_files_limit();

/// How many connections may be open at once under that limit.
std::size_t most_connections();

/// Opens /dev/null for standard streams that the program was started without, so that no connection takes
/// their number.
void keep_standard_streams();

}  // namespace hai::watch
