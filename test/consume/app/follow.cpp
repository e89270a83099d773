#include "follow.hpp"

#include <boost/json/serialize.hpp>

boost::asio::awaitable<followed> follow(hai::client client, std::string id) {
  hai::session session = client.session(std::move(id));
  followed seen;
  while (auto event = co_await session.next_event()) ++seen.events;
  seen.answer = boost::json::serialize(session.result().answer);
  co_return seen;
}
