#include "threads/thread_fixture.hpp"

namespace hai::test {

threads::threads() = default;

client_options threads::options() const {
  client_options made;
  made.base_url(platform_.url()).api_key(platform_.api_key());
  tls_options trust;
  trust.ca_pem(platform_.ca_pem());
  made.tls(trust);
  return made;
}

std::vector<std::string> threads::finished_sessions(std::size_t count, std::size_t events) {
  std::vector<std::string> ids;
  for (std::size_t n = 0; n < count; ++n) {
    sim::script made;
    for (std::size_t i = 0; i < events; ++i) made.event(0ms, "FleetNoteEvent", std::to_string(i));
    ids.push_back(platform_.add_session(made.ends("completed")));
  }
  return ids;
}

std::string threads::endless_session(std::size_t events) {
  sim::script made;
  for (std::size_t i = 0; i < events; ++i) made.event(0ms, "FleetNoteEvent", std::to_string(i));
  return platform_.add_session(made);
}

running_context::running_context(std::size_t count) : work_(asio::make_work_guard(io_)) {
  for (std::size_t n = 0; n < count; ++n) threads_.add([this] { io_.run(); });
}

running_context::~running_context() {
  io_.stop();
  threads_.join();
}

boost::system::error_code code_of(std::exception_ptr const& failure) {
  return failure ? to_error(failure).code() : boost::system::error_code();
}

}  // namespace hai::test
