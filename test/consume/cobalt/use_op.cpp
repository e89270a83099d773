// A session followed from a coroutine of Boost.Cobalt, which is not one of Asio: each operation takes use_op
// as its token.
#include <boost/cobalt/op.hpp>
#include <boost/cobalt/task.hpp>
#include <cstdint>
#include <hai/agents.hpp>
#include <iostream>
#include <string>

namespace cobalt = boost::cobalt;

cobalt::task<std::uint64_t> follow(hai::client client, std::string task) {
  hai::session_request const request("h/web-surfer-pro", std::move(task));
  hai::session session = co_await client.start_session(request, cobalt::use_op);
  std::uint64_t events = 0;
  while (auto event = co_await session.next_event(cobalt::use_op)) ++events;
  co_return events;
}
