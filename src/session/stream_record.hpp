#pragma once

#include <cstdint>
#include <hai/error.hpp>
#include <hai/run_result.hpp>
#include <memory>
#include <optional>
#include <string>

#include "http/witness.hpp"
#include "net/system.hpp"
#include "session/session_sight.hpp"

namespace hai::detail {

/// What a stream does, for the observer: each run of its pump is a beginning, what happens on the way, and
/// one end. Belongs to the stream's strand.
class stream_record {
 public:
  /// Null when there is no observer.
  static std::unique_ptr<stream_record> make(http::witness const& watching, std::string const& session_id,
                                             std::shared_ptr<net::system> const& machine);

  stream_record(http::witness watching, std::string session_id, std::shared_ptr<net::system> machine);
  stream_record(stream_record const&) = delete;
  stream_record& operator=(stream_record const&) = delete;
  ~stream_record() { stop(); }

  /// Unique in the process.
  std::uint64_t number() const noexcept { return number_; }

  void start(std::uint64_t next_index);
  void saw(session_state const& state) { sight_.saw(state); }
  void received(std::uint64_t events, std::uint64_t next_index);
  void lagging(std::uint64_t next_index);
  void caught_up();
  void failing(error const& why, net::duration outage) const;
  void recovered(net::duration outage) const;

  void ended(run_result result);
  void failed(error why);
  /// The end of the run: as ended() or failed() said, else closed.
  void stop();

 private:
  http::witness const watching_;
  std::string const session_id_;
  std::shared_ptr<net::system> const machine_;
  std::uint64_t const number_;
  session_sight sight_;
  bool running_ = false;
  std::uint64_t next_index_ = 0;
  std::optional<net::time_point> lagging_since_;
  std::optional<run_result> result_;
  std::optional<error> failure_;
};

}  // namespace hai::detail
