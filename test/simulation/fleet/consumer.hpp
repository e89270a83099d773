#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <hai/client.hpp>
#include <hai/event_stream.hpp>
#include <hai/session.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulation/fleet/follow_check.hpp"
#include "simulation/virtual_system.hpp"

namespace hai::simulation {

/// What one consumer does with one session.
struct consumer_plan {
  enum class reading { next, next_batch, next_event } reads = reading::next;
  enum class leaving { stays, closes, destroys } leaves = leaving::stays;
  hai::until until = hai::until::settled;
  std::chrono::seconds wait{25};
  std::size_t buffer = 256;
  std::size_t buffer_bytes = std::size_t(16) << 20;
  net::duration starts{};
  net::duration leaves_at{};
  std::size_t nap_percent = 0;  ///< after how many of its reads it is busy for a while
  net::duration longest_nap{};
  std::size_t cancel_percent = 0;  ///< how many of its reads it races against a timer
  std::size_t resume_percent = 0;  ///< before how many of its reads it begins anew, from next_index()
  std::size_t messages = 0;        ///< it sends, each after an end
  bool cancels_session = false;    ///< after its last end, and follows it once more
};

/// A coroutine that follows one session with the public handles, and tells its check what it gets.
class consumer {
 public:
  consumer(boost::asio::io_context& io, std::shared_ptr<virtual_system> machine, hai::client client,
           std::string id, consumer_plan plan, follow_check check, chance source, journal& log,
           std::string name);

  void start();
  bool is_done() const { return done_; }
  follow_check& check() { return check_; }
  /// Lets go of client, session and stream.
  void let_go();
  /// How many streams it has begun.
  std::size_t beginnings() const { return beginnings_; }

 private:
  struct read_outcome {
    std::vector<event> events;
    bool ended = false;
    bool cancelled = false;
  };

  boost::asio::awaitable<void> run();
  boost::asio::awaitable<void> follow_to_the_end();
  boost::asio::awaitable<void> speak();
  boost::asio::awaitable<void> cancel_session();
  boost::asio::awaitable<void> leave();
  boost::asio::awaitable<void> take_a_nap();
  boost::asio::awaitable<read_outcome> read();
  boost::asio::awaitable<read_outcome> read_once();
  boost::asio::awaitable<read_outcome> read_or_cancel();
  boost::asio::awaitable<read_outcome> read_through_slot();
  boost::asio::awaitable<void> sleep(net::duration span);
  boost::asio::awaitable<void> sleep_and_step_aside(net::duration span, std::size_t steps);
  void begin_anew();
  /// None, a short one, or up to the longest.
  net::duration any_pause(int longest_seconds);
  std::uint64_t next_index() const;
  run_result const& result() const;
  bool reads_cursor() const { return plan_.reads == consumer_plan::reading::next_event; }
  net::duration now() const { return machine_->elapsed(); }
  void note(std::string const& text) const { log_.note(now(), name_ + ": " + text); }

  boost::asio::io_context& io_;
  std::shared_ptr<virtual_system> const machine_;
  std::optional<hai::client> client_;
  std::string const id_;
  consumer_plan const plan_;
  follow_check check_;
  chance chance_;
  journal& log_;
  std::string const name_;
  hai::session session_;
  hai::event_stream stream_;
  std::size_t beginnings_ = 0;
  bool left_ = false;
  bool done_ = false;
};

}  // namespace hai::simulation
