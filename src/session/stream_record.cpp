#include "session/stream_record.hpp"

#include <utility>

#include "session/follower_number.hpp"

namespace hai::detail {
namespace {

std::chrono::milliseconds in_ms(net::duration span) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(span);
}

}  // namespace

std::unique_ptr<stream_record> stream_record::make(http::witness const& watching,
                                                   std::string const& session_id,
                                                   std::shared_ptr<net::system> const& machine) {
  return watching ? std::make_unique<stream_record>(watching, session_id, machine) : nullptr;
}

stream_record::stream_record(http::witness watching, std::string session_id,
                             std::shared_ptr<net::system> machine)
    : watching_(std::move(watching)),
      session_id_(std::move(session_id)),
      machine_(std::move(machine)),
      number_(next_follower_number()),
      sight_(watching_, session_id_) {}

void stream_record::start(std::uint64_t next_index) {
  if (std::exchange(running_, true)) return;
  next_index_ = next_index;
  result_.reset();
  failure_.reset();
  watching_.tell([&](observer& who) {
    observed::stream_started const started{number_, session_id_, next_index};
    who.on_stream_started(started);
  });
  sight_.begin();
}

void stream_record::received(std::uint64_t events, std::uint64_t next_index) {
  next_index_ = next_index;
  watching_.tell([&](observer& who) {
    observed::stream_received const page{number_, session_id_, events, next_index};
    who.on_stream_received(page);
  });
}

void stream_record::lagging(std::uint64_t next_index) {
  if (lagging_since_) return;
  lagging_since_ = machine_->now();
  watching_.tell([&](observer& who) {
    observed::stream_lagging const lag{number_, session_id_, next_index};
    who.on_stream_lagging(lag);
  });
}

void stream_record::caught_up() {
  if (!lagging_since_) return;
  auto const lagged = machine_->now() - *std::exchange(lagging_since_, std::nullopt);
  watching_.tell([&](observer& who) {
    observed::stream_caught_up const up{number_, session_id_, lagged};
    who.on_stream_caught_up(up);
  });
}

void stream_record::failing(error const& why, net::duration outage) const {
  watching_.tell([&](observer& who) { who.on_stream_failing(session_id_, why, in_ms(outage)); });
}

void stream_record::recovered(net::duration outage) const {
  watching_.tell([&](observer& who) { who.on_stream_recovered(session_id_, in_ms(outage)); });
}

void stream_record::ended(run_result result) {
  if (running_) result_ = std::move(result);
}

void stream_record::failed(error why) {
  if (running_) failure_ = std::move(why);
}

void stream_record::stop() {
  if (!std::exchange(running_, false)) return;
  lagging_since_.reset();
  if (result_) {
    sight_.saw(result_->state);
    sight_.ended(*result_);
  }
  sight_.lose();
  using how = observed::stream_ended::how;
  how const outcome = result_ ? how::ended : failure_ ? how::failed : how::closed;
  watching_.tell([&](observer& who) {
    error const* const why = failure_ ? &*failure_ : nullptr;
    observed::stream_ended const ended{number_, session_id_, outcome, why, next_index_};
    who.on_stream_ended(ended);
  });
  result_.reset();
}

}  // namespace hai::detail
