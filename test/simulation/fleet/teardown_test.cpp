#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <hai/detail/aborted.hpp>
#include <hai/error.hpp>
#include <hai/event_stream.hpp>
#include <hai/session.hpp>

#include "simulation/fleet/single_client.hpp"

namespace hai::simulation {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

enum class act {
  cancel_next,
  close,
  destroy_stream,
  destroy_client,
  close_client,
  stop_context,
  destroy_context
};

/// Two streams that share one place, through a slow name, a slow connect, replies in pieces, a cut reply and
/// the pause after it: every point where the library waits comes by. One handler runs a step.
class walk {
 public:
  walk() : world_(server(), pool_options().max_connections(1).max_poll_rate(10)) {
    world_.open_server(milliseconds(20));
    for (auto const* id : {"session-0", "session-1"}) {
      session_traits session;
      session.most_events = 3;
      world_.api.add(id, session);
      sessions_.push_back(world_.client->session(id));
      streams_.emplace_back(sessions_.back().stream(stream_options().buffer(1)));
    }
    world_.api.cut_next_page(200, direction_behaviour::ending::reset);
    for (std::size_t each = 0; each < streams_.size(); ++each) read(each);
  }

  bool is_over() const { return ended_ == 2; }

  bool step() {
    world_.io->restart();
    return world_.io->poll_one() != 0 || world_.machine->advance();
  }

  void perform(act what) {
    switch (what) {
      case act::cancel_next:
        for (auto& each : signals_) each.emit(asio::cancellation_type::terminal);
        return finish_reading();
      case act::close:
        for (auto& each : streams_) each.close();
        break;
      case act::destroy_stream:
        streams_.clear();
        break;
      case act::destroy_client:
        streams_.clear();
        sessions_.clear();
        world_.client.reset();
        break;
      case act::close_client:
        world_.client->close([this](std::exception_ptr failure) { closed_ = !failure; });
        world_.machine->run_until_idle(minutes(10));
        EXPECT_TRUE(closed_);
        break;
      case act::stop_context:
        world_.io->stop();
        world_.io.reset();
        return expect_closed();
      case act::destroy_context:
        world_.io.reset();
        return expect_closed();
    }
    world_.machine->run_until_idle(minutes(10));
    EXPECT_TRUE(world_.io->stopped());
    EXPECT_EQ(waiting_, 0) << "a read is left";
    streams_.clear();
    sessions_.clear();
    world_.client.reset();
    world_.machine->run_until_idle(minutes(10));
    EXPECT_TRUE(world_.core.expired());
  }

 private:
  static server_traits server() {
    server_traits traits;
    traits.latency = milliseconds(100);
    traits.page_cap = 2;
    traits.splits_reads = true;
    return traits;
  }

  void read(std::size_t which) {
    ++waiting_;
    auto taken = [this, which](std::exception_ptr failure, std::optional<event> got) {
      --waiting_;
      if (failure) {
        if (detail::is_aborted(failure)) ++aborted_;
        return;
      }
      if (!got) {
        ++ended_;
        return;
      }
      EXPECT_EQ(got->index(), taken_[which]++);
      read(which);
    };
    streams_[which].next(asio::bind_cancellation_slot(signals_[which].slot(), std::move(taken)));
  }

  /// A cancelled wait has lost nothing: the stream is read on to its end.
  void finish_reading() {
    for (int tries = 0; tries < 4 && aborted_ < waiting_ + aborted_; ++tries) world_.machine->run_ready();
    int const again = aborted_;
    EXPECT_LE(again + ended_, 2);
    for (std::size_t each = 0; each < 2 && again > 0; ++each)
      if (ended_ < 2 && waiting_ + ended_ < 2) read(each);
    world_.machine->run_until([this] { return is_over(); }, minutes(10));
    EXPECT_TRUE(is_over());
  }

  void expect_closed() {
    for (auto& each : sessions_) EXPECT_THROW((void)each.stream(), error);
    streams_.clear();
    sessions_.clear();
    world_.client.reset();
    EXPECT_TRUE(world_.core.expired());
  }

  single_client world_;
  std::vector<hai::session> sessions_;
  std::vector<hai::event_stream> streams_;
  std::array<asio::cancellation_signal, 2> signals_;
  std::array<std::uint64_t, 2> taken_{};
  int waiting_ = 0;
  int ended_ = 0;
  int aborted_ = 0;
  bool closed_ = false;
};

class Teardown : public testing::TestWithParam<act> {};

TEST_P(Teardown, AtEveryStepNothingIsLeftAndNothingCrashes) {
  bool over = false;
  std::size_t steps = 0;
  for (; !over && !HasFailure(); ++steps) {
    SCOPED_TRACE("after step " + std::to_string(steps));
    walk one;
    for (std::size_t done = 0; done < steps && !over; ++done) over = one.is_over() || !one.step();
    one.perform(GetParam());
  }
  EXPECT_GT(steps, 100u);
}

INSTANTIATE_TEST_SUITE_P(Acts, Teardown,
                         testing::Values(act::cancel_next, act::close, act::destroy_stream,
                                         act::destroy_client, act::close_client, act::stop_context,
                                         act::destroy_context));

}  // namespace
}  // namespace hai::simulation
