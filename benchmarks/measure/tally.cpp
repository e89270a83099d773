#include "measure/tally.hpp"

#include <malloc.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace bench {
namespace {

long micros(timeval const& span) { return span.tv_sec * 1'000'000L + span.tv_usec; }

std::uint32_t percentile(std::vector<std::uint32_t> const& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

cpu_time cpu_time::now() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return {micros(used.ru_utime), micros(used.ru_stime)};
}

long resident_kib() {
  std::ifstream file("/proc/self/statm");
  long total = 0;
  long resident = 0;
  file >> total >> resident;
  return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

std::uint64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
}

tally::moment tally::moment::now() { return {monotonic_ns(), cpu_time::now()}; }

tally::tally(plan const& what)
    : all_(what.what == plan::work::connect ? -1 : what.all_events()),
      mark_set_up_(what.streams),
      mark_warm_(std::max(what.streams, what.all_events() / 10)),
      connects_(what.connects),
      stamped_(what.stamped),
      started_(moment::now()) {
  if (stamped_) delays_us_.reserve(static_cast<std::size_t>(what.all_events()));
}

void tally::note_delay(std::string_view text) {
  std::uint64_t const now = monotonic_ns();
  constexpr std::string_view name = "\"sent_ns\":\"";
  auto const at = text.find(name);
  if (at == std::string_view::npos) return;
  std::uint64_t sent = 0;
  std::from_chars(text.data() + at + name.size(), text.data() + text.size(), sent);
  if (sent == 0 || events_.load(std::memory_order_relaxed) < mark_warm_) return;
  delays_us_.push_back(static_cast<std::uint32_t>((now - sent) / 1000));
}

void tally::at_mark(long count) {
  if (count == mark_set_up_) set_up_ = moment::now();
  if (count == mark_warm_) warm_ = moment::now();
  if (count == all_) last_ = moment::now();
}

bool tally::on_connect(bool resumed) {
  if (resumed) resumed_.fetch_add(1, std::memory_order_relaxed);
  bool const is_last = connected_.fetch_add(1, std::memory_order_relaxed) + 1 == connects_;
  if (is_last) last_ = moment::now();
  return is_last;
}

void tally::finish(char const* client, std::string const& more) const {
  auto delays = delays_us_;
  std::sort(delays.begin(), delays.end());
  auto const cpu = [](moment const& from, moment const& to) {
    return (to.cpu.user - from.cpu.user) + (to.cpu.system - from.cpu.system);
  };
  auto const heap = mallinfo2();
  moment const& from = connects_ > 0 ? started_ : warm_;
  std::printf(
      "{\"client\":\"%s\",\"events\":%ld,\"bytes\":%zu,\"wrong_events\":%ld,\"connected\":%ld,\"resumed\":%"
      "ld,"
      "\"measured_events\":%ld,\"cpu_us\":%ld,\"user_us\":%ld,\"wall_us\":%llu,\"set_up_cpu_us\":%ld,"
      "\"rss_kib\":%ld,\"heap_kib\":%zu,\"heap_free_kib\":%zu,\"p50_us\":%u,\"p99_us\":%u%s}\n",
      client, events_.load(), bytes_.load(), wrong_events_.load(), connected_.load(), resumed_.load(),
      connects_ > 0 ? 0 : all_ - mark_warm_, cpu(from, last_), last_.cpu.user - from.cpu.user,
      static_cast<unsigned long long>((last_.ns - from.ns) / 1000),
      set_up_.ns == 0 ? 0 : cpu(started_, set_up_), resident_kib(), heap.uordblks / 1024,
      heap.fordblks / 1024, percentile(delays, 0.5), percentile(delays, 0.99), more.c_str());
  std::fflush(stdout);
  std::_Exit(0);
}

}  // namespace bench
