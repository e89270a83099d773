#pragma once

namespace hai::watch {

/// Raises the soft limit of open files to the hard one: each session may hold a connection.
void raise_open_files_limit();

/// Opens /dev/null for standard streams that the program was started without, so that no connection takes
/// their number.
void keep_standard_streams();

}  // namespace hai::watch
