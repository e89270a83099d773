#include "watch/output.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <mutex>

namespace hai::watch {
namespace {

class pipe_of_test {
 public:
  pipe_of_test() { EXPECT_EQ(::pipe(ends_), 0); }
  ~pipe_of_test() {
    close_reader();
    if (ends_[1] >= 0) ::close(ends_[1]);
  }

  int writer() const { return ends_[1]; }
  void close_reader() {
    if (ends_[0] >= 0) ::close(std::exchange(ends_[0], -1));
  }
  void close_writer() { ::close(std::exchange(ends_[1], -1)); }
  std::string read_exactly(std::size_t size) {
    std::string text(size, '\0');
    std::size_t have = 0;
    while (have < size) {
      ssize_t const count = ::read(ends_[0], text.data() + have, size - have);
      if (count <= 0) break;
      have += static_cast<std::size_t>(count);
    }
    text.resize(have);
    return text;
  }

 private:
  int ends_[2] = {-1, -1};
};

/// Waits for what the writer's thread reports.
class progress {
 public:
  std::function<void()> teller() {
    return [this] {
      std::lock_guard const lock(mutex_);
      told_.notify_all();
    };
  }
  template <class Condition>
  void wait_until(Condition condition) {
    std::unique_lock lock(mutex_);
    told_.wait(lock, condition);
  }

 private:
  std::mutex mutex_;
  std::condition_variable told_;
};

struct output_test : testing::Test {
  output_test() { ::signal(SIGPIPE, SIG_IGN); }
  progress seen;
  pipe_of_test out, err;
};

TEST_F(output_test, text_arrives_whole_and_in_order) {
  output written(out.writer(), err.writer(), seen.teller());
  std::string expected;
  for (int i = 0; i < 2000; ++i) {
    std::string line = std::to_string(i) + ' ' + std::string(100, 'x') + '\n';
    expected += line;
    written.print(std::move(line));
  }
  EXPECT_EQ(out.read_exactly(expected.size()), expected);
  seen.wait_until([&] { return written.is_drained(); });
}

TEST_F(output_test, notices_go_to_the_other_stream) {
  output written(out.writer(), err.writer(), seen.teller());
  written.notice("n\n");
  written.print("p\n");
  EXPECT_EQ(err.read_exactly(2), "n\n");
  EXPECT_EQ(out.read_exactly(2), "p\n");
}

TEST_F(output_test, a_reader_that_goes_away_is_noticed_before_anything_is_written) {
  output written(out.writer(), err.writer(), seen.teller());
  out.close_reader();
  seen.wait_until([&] { return written.stdout_error() == EPIPE; });
  written.print("into the void\n");
  EXPECT_TRUE(written.is_drained());
}

TEST_F(output_test, a_reader_that_goes_away_in_the_middle_of_a_write_is_noticed) {
  output written(out.writer(), err.writer(), seen.teller());
  written.print(std::string(1 << 20, 'x'));
  EXPECT_EQ(out.read_exactly(10).size(), 10u);
  out.close_reader();
  seen.wait_until([&] { return written.stdout_error() == EPIPE && written.is_drained(); });
}

TEST_F(output_test, notices_still_arrive_after_standard_output_is_gone) {
  output written(out.writer(), err.writer(), seen.teller());
  out.close_reader();
  seen.wait_until([&] { return written.stdout_error() != 0; });
  written.notice("still here\n");
  EXPECT_EQ(err.read_exactly(11), "still here\n");
}

TEST_F(output_test, there_is_no_room_while_the_reader_does_not_read) {
  output written(out.writer(), err.writer(), seen.teller());
  EXPECT_TRUE(written.has_room());
  written.print(std::string(output::most_waiting, 'x'));
  EXPECT_FALSE(written.has_room());
  out.read_exactly(output::most_waiting);
  seen.wait_until([&] { return written.has_room(); });
}

TEST_F(output_test, it_can_be_destroyed_while_the_reader_does_not_read) {
  output written(out.writer(), err.writer(), seen.teller());
  written.print(std::string(1 << 22, 'x'));
  EXPECT_EQ(out.read_exactly(1), "x");
}

}  // namespace
}  // namespace hai::watch
