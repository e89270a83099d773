#include <hai/sim/fault.hpp>

namespace hai::sim {

fault fault::reset_on_accept() { return fault(kind::reset_on_accept); }
fault fault::drop_request() { return fault(kind::drop_request); }
fault fault::drop_reply() { return fault(kind::drop_reply); }
fault fault::silence() { return fault(kind::silence); }
fault fault::connection_close() { return fault(kind::connection_close); }

fault fault::cut_body(std::size_t bytes) {
  fault f(kind::cut_body);
  f.bytes_ = bytes;
  return f;
}

fault fault::cut_reply(std::size_t bytes) {
  fault f(kind::cut_reply);
  f.bytes_ = bytes;
  return f;
}

fault fault::reply(int status, std::string body, headers more) {
  fault f(kind::canned);
  f.status_ = status;
  f.text_ = std::move(body);
  f.headers_ = std::move(more);
  return f;
}

fault fault::slow_body(std::size_t bytes, std::chrono::nanoseconds every) {
  fault f(kind::slow_body);
  f.bytes_ = bytes == 0 ? 1 : bytes;
  f.interval_ = every;
  return f;
}

fault fault::garbage(std::string text) {
  fault f(kind::garbage);
  f.text_ = std::move(text);
  return f;
}

fault fault::restart(std::chrono::nanoseconds down) {
  fault f(kind::restart);
  f.interval_ = down;
  return f;
}

fault& fault::route(std::string name) { return route_ = std::move(name), *this; }
fault& fault::session(std::string id) { return session_ = std::move(id), *this; }
fault& fault::skip(std::uint64_t matches) { return skip_ = matches, *this; }
fault& fault::times(std::uint64_t count) { return left_ = count, *this; }
fault& fault::always() { return left_ = std::numeric_limits<std::uint64_t>::max(), *this; }
fault& fault::probability(double chance) { return probability_ = chance, *this; }

fault& fault::when(std::function<bool(request_record const&)> also) {
  when_ = std::move(also);
  return *this;
}

}  // namespace hai::sim
