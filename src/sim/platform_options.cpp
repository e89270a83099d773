#include <hai/sim/platform_options.hpp>

#include <utility>

namespace hai::sim {

platform_options::platform_options() : values_(std::make_shared<values>()) {}

// Copies of the options share their values until one of them is changed.
platform_options::values& platform_options::edit() {
  if (values_.use_count() > 1) values_ = std::make_shared<values>(*values_);
  return *values_;
}

platform_options& platform_options::port(std::uint16_t n) { return edit().port = n, *this; }
platform_options& platform_options::tls(bool on) { return edit().tls = on, *this; }
platform_options& platform_options::certificate(certificate_kind k) { return edit().certificate = k, *this; }
platform_options& platform_options::session_tickets(bool on) { return edit().session_tickets = on, *this; }
platform_options& platform_options::ca_file(std::string path) {
  return edit().ca_file = std::move(path), *this;
}

platform_options& platform_options::base_path(std::string path) {
  while (!path.empty() && path.back() == '/') path.pop_back();
  if (!path.empty() && path.front() != '/') path.insert(path.begin(), '/');
  edit().base_path = std::move(path);
  return *this;
}

platform_options& platform_options::api_key(std::string key) {
  return edit().api_keys.front() = std::move(key), *this;
}

platform_options& platform_options::another_api_key(std::string key) {
  edit().api_keys.push_back(std::move(key));
  return *this;
}

platform_options& platform_options::page_cap(std::size_t events) {
  return edit().page_cap = events == 0 ? 1 : events, *this;
}

platform_options& platform_options::max_wait(std::chrono::seconds s) { return edit().max_wait = s, *this; }

platform_options& platform_options::empty_after_end(bool at_once) {
  return edit().empty_after_end_at_once = at_once, *this;
}

platform_options& platform_options::answer_on_every_page(bool on) {
  return edit().answer_on_every_page = on, *this;
}

platform_options& platform_options::message_lag(duration d) { return edit().message_lag = d, *this; }
platform_options& platform_options::command_lag(duration d) { return edit().command_lag = d, *this; }
platform_options& platform_options::create_time(duration d) { return edit().create_time = d, *this; }
platform_options& platform_options::concurrency_limit(std::size_t n) {
  return edit().concurrency_limit = n, *this;
}
platform_options& platform_options::framing(body_framing f) { return edit().framing = f, *this; }
platform_options& platform_options::gzip(bool on) { return edit().gzip = on, *this; }
platform_options& platform_options::keep_alive(bool on) { return edit().keep_alive = on, *this; }
platform_options& platform_options::seed(std::uint64_t n) { return edit().seed = n, *this; }
platform_options& platform_options::manual_time(bool on) { return edit().manual_time = on, *this; }
platform_options& platform_options::recorded_requests(std::size_t n) {
  return edit().recorded_requests = n, *this;
}
platform_options& platform_options::on_create(create_handler f) {
  return edit().on_create = std::move(f), *this;
}
platform_options& platform_options::on_request(request_handler f) {
  return edit().on_request = std::move(f), *this;
}
platform_options& platform_options::on_parked(request_handler f) {
  return edit().on_parked = std::move(f), *this;
}

}  // namespace hai::sim
