#include "simulation/virtual_system.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <optional>
#include <stdexcept>
#include <tuple>

#include "simulation/parked_handler.hpp"

namespace hai::simulation {
namespace asio = boost::asio;
namespace ip = asio::ip;
using boost::system::error_code;
using boost::system::system_error;

namespace {
class virtual_timer;
constexpr auto start_of_time = net::time_point(std::chrono::hours(1));
}  // namespace

/// The clock and the waits that are set on it, in the order in which they are due.
struct virtual_system::schedule {
  using key = std::tuple<net::time_point, std::uint64_t>;  // the second orders equal times by arming
  net::time_point now = start_of_time;
  std::uint64_t armed = 0;
  std::map<key, virtual_timer*> due;

  bool advance_to_next();
};

namespace {

class virtual_timer final : public net::timer {
 public:
  virtual_timer(std::shared_ptr<virtual_system::schedule> on, asio::any_io_executor executor)
      : schedule_(std::move(on)), place_(std::move(executor)) {}
  ~virtual_timer() override { disarm(); }

  void expires_at(net::time_point when) override {
    virtual_timer::cancel();
    expiry_ = when;
  }

  void cancel() override {
    disarm();
    place_.complete(asio::error::operation_aborted);
  }

  void async_wait(asio::any_completion_handler<void(error_code)> handler) override {
    disarm();
    place_.park(std::move(handler));
    if (expiry_ <= schedule_->now) return place_.complete(error_code());
    if (expiry_ == net::time_point::max()) return;
    key_.emplace(expiry_, ++schedule_->armed);
    schedule_->due.emplace(*key_, this);
  }

  asio::awaitable<void> wait(error_code& failure) override {
    failure.clear();
    auto start = [this](auto handler) { async_wait(std::move(handler)); };
    auto token = asio::redirect_error(asio::use_awaitable, failure);
    return asio::async_initiate<decltype(token), void(error_code)>(std::move(start), token);
  }

  bool is_waited_on() const { return place_.is_occupied(); }

  void fire() {
    disarm();
    place_.complete(error_code());
  }

 private:
  void disarm() {
    if (key_) schedule_->due.erase(*key_);
    key_.reset();
  }

  std::shared_ptr<virtual_system::schedule> schedule_;
  parked_handler place_;
  net::time_point expiry_ = net::time_point::max();
  std::optional<virtual_system::schedule::key> key_;
};

}  // namespace

bool virtual_system::schedule::advance_to_next() {
  while (!due.empty()) {
    auto const [at, order] = due.begin()->first;
    virtual_timer* const timer = due.begin()->second;
    bool const waited_on = timer->is_waited_on();  // a wait may have been cancelled through its slot
    if (waited_on && at > now) now = at;
    timer->fire();
    if (!waited_on) continue;
    while (!due.empty() && std::get<0>(due.begin()->first) <= now) due.begin()->second->fire();
    return true;
  }
  return false;
}

struct virtual_system::name_script {
  std::vector<ip::address> addresses;
  error_code failure;
  net::duration delay{};
};

struct virtual_system::address_script {
  acceptor accept;
  error_code failure;
  net::duration delay{};
  bool hangs = false;
};

virtual_system::virtual_system(asio::io_context& io, std::uint64_t seed)
    : io_(io), schedule_(std::make_shared<schedule>()), chance_(seed) {}
virtual_system::~virtual_system() = default;

net::time_point virtual_system::now() const { return schedule_->now; }

std::chrono::system_clock::time_point virtual_system::calendar() const {
  return std::chrono::sys_days(std::chrono::year(2025) / 1 / 1) +
         std::chrono::duration_cast<std::chrono::system_clock::duration>(elapsed());
}

std::unique_ptr<net::timer> virtual_system::make_timer(asio::any_io_executor executor) {
  return std::make_unique<virtual_timer>(schedule_, std::move(executor));
}

asio::awaitable<void> virtual_system::sleep(net::duration span) {
  auto timer = make_timer(co_await asio::this_coro::executor);
  timer->expires_at(span == net::duration::max() ? net::time_point::max() : now() + span);
  error_code failure;
  co_await timer->wait(failure);
  if (failure) throw system_error(failure);
}

asio::awaitable<std::vector<ip::tcp::endpoint>> virtual_system::resolve(std::string host,
                                                                        std::uint16_t port) {
  std::vector<ip::tcp::endpoint> found;
  error_code not_literal;
  auto const literal = ip::make_address(host, not_literal);
  if (!not_literal) {
    found.emplace_back(literal, port);
    co_return found;
  }
  look_ups_.push_back(host);
  auto const script = names_.find(host);
  if (script == names_.end()) throw system_error(asio::error::host_not_found);
  name_script const answer = script->second;
  if (answer.delay != net::duration()) co_await sleep(answer.delay);
  if (answer.failure) throw system_error(answer.failure);
  for (auto const& address : answer.addresses) found.emplace_back(address, port);
  co_return found;
}

asio::awaitable<std::unique_ptr<net::byte_stream>> virtual_system::connect(ip::tcp::endpoint address) {
  attempt seen;
  seen.address = address.address().to_string();
  seen.port = address.port();
  seen.at = elapsed();
  attempts_.push_back(std::move(seen));
  auto const script = addresses_.find(address);
  if (script == addresses_.end()) throw system_error(asio::error::connection_refused);
  address_script const answer = script->second;
  if (answer.hangs) co_await sleep(net::duration::max());
  if (answer.delay != net::duration()) co_await sleep(answer.delay);
  if (answer.failure) throw system_error(answer.failure);
  auto connection = std::make_shared<virtual_connection>(io_.get_executor());
  auto client = connection->take_client_end();
  answer.accept(std::move(connection));
  co_return client;
}

std::uint64_t virtual_system::entropy() {
  auto mixed = chance_ += 0x9e3779b97f4a7c15;  // splitmix64
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

void virtual_system::add_host(std::string name, std::vector<std::string> addresses, net::duration delay) {
  name_script script;
  for (auto const& address : addresses) script.addresses.push_back(ip::make_address(address));
  script.delay = delay;
  names_[std::move(name)] = std::move(script);
}

void virtual_system::fail_host(std::string name, error_code failure, net::duration delay) {
  name_script script;
  script.failure = failure;
  script.delay = delay;
  names_[std::move(name)] = std::move(script);
}

void virtual_system::listen(std::string const& address, std::uint16_t port, acceptor accept,
                            net::duration delay) {
  address_script script;
  script.accept = std::move(accept);
  script.delay = delay;
  addresses_[ip::tcp::endpoint(ip::make_address(address), port)] = std::move(script);
}

void virtual_system::refuse(std::string const& address, std::uint16_t port, error_code failure,
                            net::duration delay) {
  address_script script;
  script.failure = failure;
  script.delay = delay;
  addresses_[ip::tcp::endpoint(ip::make_address(address), port)] = std::move(script);
}

void virtual_system::hang(std::string const& address, std::uint16_t port) {
  address_script script;
  script.hangs = true;
  addresses_[ip::tcp::endpoint(ip::make_address(address), port)] = std::move(script);
}

net::duration virtual_system::elapsed() const { return schedule_->now - start_of_time; }

void virtual_system::run_ready() {
  io_.restart();
  io_.poll();
}

bool virtual_system::advance() { return schedule_->advance_to_next(); }

void virtual_system::run_until_idle(net::duration limit) {
  auto const last = now() + limit;
  for (run_ready(); advance(); run_ready())
    if (now() > last) throw std::runtime_error("the virtual machine did not become idle");
}

bool virtual_system::run_until(std::function<bool()> const& done, net::duration limit) {
  auto const last = now() + limit;
  run_ready();
  while (!done()) {
    if (now() > last || !advance()) return false;
    run_ready();
  }
  return true;
}

void virtual_system::run_for(net::duration span) {
  auto const end = now() + span;
  run_ready();
  while (!schedule_->due.empty() && std::get<0>(schedule_->due.begin()->first) <= end && advance())
    run_ready();
  schedule_->now = std::max(schedule_->now, end);
}

std::size_t virtual_system::armed_timers() const {
  std::size_t count = 0;
  for (auto const& [key, timer] : schedule_->due)
    if (timer->is_waited_on()) ++count;
  return count;
}

}  // namespace hai::simulation
