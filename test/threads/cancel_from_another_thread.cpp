// One thread reads a session, another one cancels: the session itself, or only the wait.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include "threads/thread_fixture.hpp"

namespace hai::test {
namespace {

TEST_F(threads, cancelling_a_session_ends_the_stream_that_another_thread_reads) {
  running_context library(2);
  client const by(library.io(), options());
  for (int round = 0; round < 5; ++round) {
    auto handle = by.session(endless_session(3));
    std::promise<void> reads;
    crowd reader;
    reader.add([&] {
      auto stream = handle.stream();
      std::size_t seen = 0;
      while (auto const got = soon(stream.next(asio::use_future)))
        if (++seen == 3) reads.set_value();
      EXPECT_EQ(stream.result().state, session_state::interrupted);
    });
    soon(reads.get_future());
    soon(handle.cancel(asio::use_future));
  }
}

/// Reads with waits that another thread cancels all the time.
class interrupted_reader {
 public:
  explicit interrupted_reader(event_stream from) : stream_(std::move(from)) {}

  /// All events; the canceller works beside it.
  std::vector<std::uint64_t> read() {
    std::vector<std::uint64_t> indices;
    crowd canceller;
    canceller.add([this] { cancel_all_the_time(); });
    for (bool more = true; more;) {
      auto wait = start();
      try {
        auto const got = soon(std::move(wait));
        if (got) indices.push_back(got->index());
        more = got.has_value();
      } catch (...) {
        EXPECT_EQ(code_of(std::current_exception()), asio::error::operation_aborted);
        ++aborted;
      }
      quiet();
    }
    over_ = true;
    return indices;
  }

  std::atomic<std::size_t> aborted = 0;

 private:
  /// No wait may begin on a slot while somebody emits to it: that is the caller's to see to.
  std::future<std::optional<event>> start() {
    auto wait = stream_.next(asio::bind_cancellation_slot(signal_.slot(), asio::use_future));
    armed_ = true;
    return wait;
  }
  void quiet() {
    armed_ = false;
    while (emitting_) std::this_thread::yield();
  }
  void cancel_all_the_time() {
    for (std::size_t turn = 0; !over_; ++turn) {
      emitting_ = true;
      if (armed_ && turn % 3 != 0) signal_.emit(asio::cancellation_type::total);
      emitting_ = false;
      for (std::size_t pause = turn % 40; pause > 0; --pause) std::this_thread::yield();
    }
  }

  event_stream stream_;
  asio::cancellation_signal signal_;
  std::atomic<bool> armed_ = false, emitting_ = false, over_ = false;
};

TEST_F(threads, cancelling_waits_from_another_thread_loses_no_event) {
  running_context library(2);
  client const by(library.io(), options());
  auto const id = endless_session(0);
  interrupted_reader reader(by.session(id).stream());
  crowd writer;
  writer.add([&] {
    while (reader.aborted == 0) std::this_thread::yield();
    for (int n = 0; n < 30; ++n) {
      platform().play(id, sim::script().event(0ms, "FleetNoteEvent", "{}"));
      std::this_thread::yield();
    }
    platform().play(id, sim::script().ends("completed"));
  });
  auto const got = reader.read();
  ASSERT_EQ(got.size(), 30u);
  for (std::size_t n = 0; n < got.size(); ++n) EXPECT_EQ(got[n], n);
  EXPECT_GT(reader.aborted, 0u);
}

}  // namespace
}  // namespace hai::test
