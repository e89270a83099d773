#pragma once

#include <chrono>
#include <string>

namespace hai {

class error;

/// Told what a client does, beside its results. Functions are called on the library's own strands, one
/// stream's one after another, several streams' at the same time where the executor has several threads; they
/// must not block and must not throw. Override what is of interest.
class observer {
 public:
  virtual ~observer() = default;

  /// A poll or a look of a stream failed, and will be tried again; or the reply to a poll is still coming a
  /// minute after it was due. `outage`: the time since the first failure in a row, or since the poll was
  /// sent.
  virtual void on_stream_failing(std::string const& /*session_id*/, error const& /*why*/,
                                 std::chrono::milliseconds /*outage*/) {}
  /// The first good reply after failures.
  virtual void on_stream_recovered(std::string const& /*session_id*/, std::chrono::milliseconds /*outage*/) {}
};

}  // namespace hai
