#include "monitor/sweep_record.hpp"

#include <utility>

namespace hai::detail {

void sweep_record::start() {
  if (std::exchange(running_, true)) return;
  failure_.reset();
  watching_.tell([&](observer& who) {
    observed::sweep_started const started{number_, kind_};
    who.on_sweep_started(started);
  });
}

void sweep_record::looked(net::duration rest, net::duration outage) const {
  watching_.tell([&](observer& who) {
    observed::sweep_looked const look{number_, kind_, rest, outage};
    who.on_sweep_looked(look);
  });
}

void sweep_record::failing(error const& why, net::duration outage) const {
  watching_.tell([&](observer& who) {
    observed::sweep_failing const failing{number_, kind_, why, outage};
    who.on_sweep_failing(failing);
  });
}

void sweep_record::failed(error why) {
  if (watching_) failure_ = std::move(why);
}

void sweep_record::stop() {
  if (!std::exchange(running_, false)) return;
  watching_.tell([&](observer& who) {
    observed::sweep_ended const ended{number_, kind_, failure_ ? &*failure_ : nullptr};
    who.on_sweep_ended(ended);
  });
}

}  // namespace hai::detail
