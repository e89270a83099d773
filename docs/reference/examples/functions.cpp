#include <hai/agents.hpp>
#include <iostream>
#include <map>

#include "examples.hpp"

namespace examples {

using namespace std::chrono_literals;

int run_a_program() {
  //! [run]
  return hai::run([](hai::client client) -> asio::awaitable<int> {
    hai::quota_status quota = co_await client.quota();
    std::cout << quota.available << " places are free\n";
    co_return quota.available > 0 ? 0 : 1;  // the exit code
  });
  //! [run]
}

asio::awaitable<std::optional<hai::session_status>> status_in_time(hai::session session) {
  //! [within]
  try {
    co_return co_await hai::within(5s, session.status());
  } catch (hai::error const& failure) {
    if (failure.code() != hai::errc::timed_out) throw;
  }
  co_return std::nullopt;
  //! [within]
}

asio::awaitable<double> price(hai::client client) {
  //! [answer_as]
  hai::session_request request("h/web-surfer-pro", "What does the book cost, in euros? A number only.");
  hai::run_result result = co_await client.run_session(request);
  double const euros = hai::answer_as<double>(result);  // throws errc::answer_mismatch for "about ten"
  //! [answer_as]
  co_return euros;
}

//! [to_error]
void tell(std::exception_ptr failure) {  // as the handler of a callback is given it
  if (!failure) return;
  hai::error const why = hai::to_error(failure);
  std::cerr << why.what() << (hai::is_transient(why.code()) ? ": try again later\n" : "\n");
}
//! [to_error]

//! [verify_webhook]
int receive_webhook(std::string const& body, std::string const& timestamp, std::string const& signature) {
  std::map<std::string, std::string> const headers{{"X-H-Webhook-Timestamp", timestamp},
                                                   {"X-H-Webhook-Signature", signature}};
  try {
    hai::webhook_event const told = hai::verify_webhook(body, headers, "whsec_of-this-webhook");
    std::cout << told.data.session_id << " is " << told.data.state << '\n';  // a hint: ask session.status()
    return 204;
  } catch (hai::error const& refused) {
    std::cerr << refused.what() << '\n';
    return 400;
  }
}
//! [verify_webhook]

}  // namespace examples
