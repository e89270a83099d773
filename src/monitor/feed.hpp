#pragma once

#include <memory>
#include <string>
#include <vector>

#include <hai/monitor_item.hpp>

#include "monitor/checkpoint.hpp"

namespace hai::detail {

class feed;

/// Told when a feed has something to draw. From any thread, outside locks.
class feed_listener {
 public:
  virtual void feed_ready(std::shared_ptr<feed> const& which) = 0;

 protected:
  ~feed_listener() = default;
};

/// Where a monitor draws the items of one session from. begin() and close() may be called from any thread;
/// drawing is the consumer's alone.
class feed {
 public:
  /// How a draw came out: `over` with the last item, an end or a failure, or without one where there is
  /// nothing to tell of it; `closed` when the client is.
  enum class drawn { some, nothing, over, closed };

  virtual ~feed() = default;

  std::shared_ptr<std::string const> const& id() const noexcept { return id_; }

  /// Starts filling; the listener is told once there is something. No effect the second time.
  virtual void begin() = 0;
  /// Stops filling, and lets go of what was not drawn.
  virtual void close() = 0;
  /// Adds one item, or all that are at hand. After `nothing`, the listener will be told.
  virtual drawn draw(bool one, std::vector<monitor_item>& into) = 0;
  /// After `some`: whether there is more to draw; if not, the listener will be told.
  virtual bool has_more() = 0;
  /// Where the session stands after what was drawn.
  virtual position told() const = 0;

 protected:
  explicit feed(std::shared_ptr<std::string const> id) : id_(std::move(id)) {}

 private:
  std::shared_ptr<std::string const> const id_;
};

}  // namespace hai::detail
