#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <hai/detail/aborted.hpp>
#include <hai/error.hpp>
#include <hai/event_stream.hpp>
#include <hai/session.hpp>

#include "simulation/fleet/secure_front.hpp"
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

/// How the streams come to the server.
enum class way { plain, through_proxy_and_tls };

/// Of all walks in this program: making keys takes longer than a walk.
net::testing::test_authority const& authority() {
  static net::testing::test_authority const one;
  return one;
}
net::testing::tls_server const& tls() {
  static net::testing::tls_server const one(
      authority().issue(net::testing::certificate_wish("api.test").for_name("DNS:api.test")));
  return one;
}

/// Two streams that share one place, through a slow name, a slow connect, perhaps a slow proxy and a slow
/// handshake, replies in pieces, a cut reply and the pause after it: every point where the library waits
/// comes by. One handler runs a step.
class walk {
 public:
  explicit walk(way how) : way_(how), world_(server(), options(how)) {
    if (how == way::plain)
      world_.open_server(milliseconds(20));
    else
      front_.open(milliseconds(20));
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

  /// The points of a connection through TLS come by before its first events do.
  bool is_over() const { return way_ == way::plain ? ended_ == 2 : taken_[0] + taken_[1] > 0 || ended_ > 0; }

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

  static client_options options(way how) {
    client_options made;
    made.pool(pool_options().max_connections(1).max_poll_rate(10));
    if (how == way::plain) return made.base_url("http://localhost:8080");
    tls_options trust;
    trust.ca_pem(authority().pem());
    return made.base_url("https://api.test").proxy("http://proxy.test:3128").tls(trust);
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
    world_.machine->run_until([this] { return ended_ == 2; }, minutes(10));
    EXPECT_EQ(ended_, 2);
  }

  void expect_closed() {
    for (auto& each : sessions_) EXPECT_THROW((void)each.stream(), error);
    streams_.clear();
    sessions_.clear();
    world_.client.reset();
    EXPECT_TRUE(world_.core.expired());
  }

  way const way_;
  single_client world_;
  secure_front front_{world_, tls()};
  std::vector<hai::session> sessions_;
  std::vector<hai::event_stream> streams_;
  std::array<asio::cancellation_signal, 2> signals_;
  std::array<std::uint64_t, 2> taken_{};
  int waiting_ = 0;
  int ended_ = 0;
  int aborted_ = 0;
  bool closed_ = false;
};

class Teardown : public testing::TestWithParam<std::tuple<act, way>> {};

TEST_P(Teardown, AtEveryStepNothingIsLeftAndNothingCrashes) {
  bool over = false;
  std::size_t steps = 0;
  for (; !over && !HasFailure(); ++steps) {
    SCOPED_TRACE("after step " + std::to_string(steps));
    auto const [what, how] = GetParam();
    walk one(how);
    for (std::size_t done = 0; done < steps && !over; ++done) over = one.is_over() || !one.step();
    one.perform(what);
  }
  EXPECT_GT(steps, 50u);
}

INSTANTIATE_TEST_SUITE_P(Acts, Teardown,
                         testing::Combine(testing::Values(act::cancel_next, act::close, act::destroy_stream,
                                                          act::destroy_client, act::close_client,
                                                          act::stop_context, act::destroy_context),
                                          testing::Values(way::plain, way::through_proxy_and_tls)));

}  // namespace
}  // namespace hai::simulation
