// What a watched session costs: memory of this process, and requests, while nothing happens in any of them.
// The platform that they are watched on runs in a process of its own.

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <hai/agents.hpp>
#include <hai/prometheus_exporter.hpp>
#include <hai/sim/platform.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct served {
  std::string url, ca_file, key;
  std::vector<std::string> ids;
};

/// A platform with so many sessions at work, in a process that ends with this one.
served serve(std::size_t sessions, pid_t& child) {
  int ends[2];
  if (::pipe(ends) != 0) std::abort();
  child = ::fork();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    hai::sim::platform platform;
    std::string told = platform.url() + '\n' + platform.ca_file() + '\n' + platform.api_key() + '\n';
    for (std::size_t each = 0; each < sessions; ++each) {
      hai::sim::script one;
      told += platform.add_session(one.event(0ms, "AgentStartedEvent")) + '\n';
    }
    told += '\n';
    for (std::size_t at = 0; at < told.size();) {
      auto const wrote = ::write(ends[1], told.data() + at, told.size() - at);
      if (wrote < 0) std::abort();
      at += static_cast<std::size_t>(wrote);
    }
    for (;;) ::pause();
  }
  ::close(ends[1]);
  std::string text;
  char block[65536];
  while (text.size() < 2 || text.compare(text.size() - 2, 2, "\n\n") != 0) {
    auto const got = ::read(ends[0], block, sizeof block);
    if (got <= 0) std::abort();
    text.append(block, static_cast<std::size_t>(got));
  }
  std::istringstream in(text);
  served made;
  std::getline(in, made.url);
  std::getline(in, made.ca_file);
  std::getline(in, made.key);
  for (std::string id; std::getline(in, id) && !id.empty();) made.ids.push_back(id);
  return made;
}

double resident_kib() {
  std::ifstream in("/proc/self/statm");
  long all = 0, resident = 0;
  in >> all >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024;
}

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  auto const seconds = [](timeval const& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

constexpr std::chrono::seconds counted{40};

struct way {
  char const* name;
  bool events;
  std::size_t connections;
  bool observed;
};

asio::awaitable<void> read(hai::session_monitor& monitor) {
  while (auto item = co_await monitor.next()) {
  }
}

/// Waits until every session is known, and then counts for a while.
asio::awaitable<void> measure(way how, served const& on, std::size_t count) {
  auto const executor = co_await asio::this_coro::executor;
  hai::client_options options;
  options.base_url(on.url).api_key(on.key).tls(hai::tls_options().ca_file(on.ca_file));
  options.pool(hai::pool_options().max_connections(how.connections));
  if (how.observed) options.observer(std::make_shared<hai::prometheus_exporter>());
  hai::client client(executor, options);
  co_await client.quota();
  ::malloc_trim(0);
  double const before = resident_kib();
  hai::session_monitor monitor(client, hai::monitor_options().events(how.events));
  for (auto const& id : on.ids) monitor.watch(id);
  double const watched = resident_kib();
  asio::co_spawn(executor, read(monitor), [](std::exception_ptr) {});
  asio::steady_timer timer(executor);
  auto const polled = [&] { return how.events ? client.stats().events : count; };
  while (polled() < count) {
    timer.expires_after(1s);
    co_await timer.async_wait(asio::use_awaitable);
  }
  timer.expires_after(30s);  // until all polls are parked, or the sweeps have slowed down
  co_await timer.async_wait(asio::use_awaitable);
  auto const requests = client.stats().requests;
  double const cpu = cpu_seconds();
  timer.expires_after(counted);
  co_await timer.async_wait(asio::use_awaitable);
  ::malloc_trim(0);
  double const seconds = std::chrono::duration<double>(counted).count();
  auto const each = [&](double kib) { return kib / static_cast<double>(count); };
  std::printf("| %s | %.2f | %.2f | %.1f | %.1f %% |\n", how.name, each(watched - before),
              each(resident_kib() - before),
              static_cast<double>(client.stats().requests - requests) / seconds,
              (cpu_seconds() - cpu) / seconds * 100);
  std::fflush(stdout);
  std::_Exit(0);
}

/// In a process of its own, so that none inherits another's heap.
void measure_apart(way const& how, served const& on) {
  pid_t const child = ::fork();
  if (child == 0) {
    asio::io_context io(1);
    asio::co_spawn(io, measure(how, on, on.ids.size()), [](std::exception_ptr failure) {
      if (failure) std::fprintf(stderr, "%s\n", hai::to_error(failure).what());
      std::_Exit(1);
    });
    io.run();
  }
  int status = 0;
  ::waitpid(child, &status, 0);
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t const sessions = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10'000;
  if (sessions == 0 || argc > 2) {
    std::fprintf(stderr, "usage: bench-monitor [SESSIONS]\n");
    return 2;
  }
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  pid_t platform = 0;
  served const on = serve(sessions, platform);
  std::printf("%zu sessions\n\n", on.ids.size());
  std::printf("| | KiB when watched | KiB at work | requests a second | CPU |\n|---|---|---|---|---|\n");
  std::fflush(stdout);
  std::vector<way> const ways = {{"events, a connection each", true, sessions, false},
                                 {"events, a connection each, with an exporter", true, sessions, true},
                                 {"events, 256 connections", true, 256, false},
                                 {"`events(false)`", false, 256, false},
                                 {"`events(false)`, with an exporter", false, 256, true}};
  for (auto const& each : ways) measure_apart(each, on);
  ::kill(platform, SIGTERM);
}
