#include <atomic>
#include <hai/agents.hpp>
#include <iostream>

#include "examples.hpp"

//! [observer]
class failure_counter final : public hai::observer {
 public:
  void on_request(hai::observed::request_done const& done) override {
    if (done.status == 0 || done.status >= 500) ++failures_;
  }
  std::uint64_t failures() const { return failures_; }

 private:
  std::atomic<std::uint64_t> failures_ = 0;  // strands of several threads may call
};
//! [observer]

namespace examples {

std::shared_ptr<hai::observer> own_observer() { return std::make_shared<failure_counter>(); }

hai::client_options logged(hai::client_options options) {
  //! [log_observer]
  auto log = std::make_shared<hai::log_observer>(hai::log_level::warn,
                                                 [](std::string line) { std::clog << line + '\n'; });
  options.observer(log);
  //! [log_observer]
  return options;
}

hai::client_options counted_and_logged(hai::client_options options, std::string& metrics_page) {
  //! [observer_group]
  auto figures = std::make_shared<hai::prometheus_exporter>();
  std::vector<std::shared_ptr<hai::observer>> both{figures, std::make_shared<hai::log_observer>()};
  options.observer(std::make_shared<hai::observer_group>(both));
  //! [observer_group]

  //! [text]
  metrics_page = figures->text();  // the body of GET /metrics, of type prometheus_exporter::content_type
  //! [text]
  return options;
}

}  // namespace examples
