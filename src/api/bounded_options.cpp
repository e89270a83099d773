#include "api/bounded_options.hpp"

namespace hai::api {

client_options bounded(client_options options) {
  timeout_options timeouts = options.timeouts();
  timeouts.resolve(bounded(timeouts.resolve())).connect(bounded(timeouts.connect()));
  timeouts.handshake(bounded(timeouts.handshake())).request(bounded(timeouts.request()));
  timeouts.stall(bounded(timeouts.stall()));
  retry_options retry = options.retry();
  retry.give_up_after(bounded(retry.give_up_after()));
  pool_options pool = options.pool();
  pool.idle_expiry(bounded(pool.idle_expiry())).max_lifetime(bounded(pool.max_lifetime()));
  pool.max_turn(bounded(pool.max_turn()));
  return options.timeouts(timeouts).retry(retry).pool(pool);
}

}  // namespace hai::api
