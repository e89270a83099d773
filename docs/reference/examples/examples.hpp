#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <hai/client.hpp>
#include <hai/error.hpp>
#include <hai/observer.hpp>
#include <hai/session.hpp>
#include <hai/sim/script.hpp>
#include <memory>
#include <optional>
#include <string>

/// The examples of the reference: what stands between two marks of these files is shown beside the operation
/// of that name. A test runs them all against a simulated platform.
namespace examples {

namespace asio = boost::asio;

// client.cpp
hai::client make_client(asio::io_context& io);
asio::awaitable<hai::session> start(hai::client client);
asio::awaitable<void> run_one(hai::client client);
asio::awaitable<void> lists(hai::client client);
asio::awaitable<void> other_routes(hai::client client);
asio::awaitable<void> other_options(hai::client client);
asio::awaitable<void> close(hai::client client);

// session.cpp
asio::awaitable<std::uint64_t> follow(hai::client client, std::string id, std::uint64_t from);
asio::awaitable<void> wait(hai::session session);
asio::awaitable<void> look(hai::session session);
asio::awaitable<std::size_t> screenshots(hai::session session);
asio::awaitable<void> speak(hai::session session);
asio::awaitable<void> answer_calls(hai::session session);
asio::awaitable<void> steer(hai::session session);
asio::awaitable<void> share_and_judge(hai::session session);
asio::awaitable<void> leave(hai::session session);

// event.cpp
void show(hai::event const& event);

// cursors.cpp
asio::awaitable<std::uint64_t> stream(hai::session session);
asio::awaitable<std::size_t> batches(hai::session session);
asio::awaitable<void> close_stream(hai::session session);
asio::awaitable<void> poll_status(hai::session session);
asio::awaitable<std::size_t> replay(hai::session session);
asio::awaitable<std::size_t> all_sessions(hai::client client);

// session_monitor.cpp
asio::awaitable<std::size_t> monitor_one(hai::client client, std::string id);
asio::awaitable<std::size_t> monitor_batches(hai::client client, std::string file);
asio::awaitable<void> monitor_handles(hai::client client, std::string id);

// tools.cpp
asio::awaitable<void> run_with_tools(hai::client client);

// observers.cpp
std::shared_ptr<hai::observer> own_observer();
hai::client_options logged(hai::client_options options);
hai::client_options counted_and_logged(hai::client_options options, std::string& metrics_page);

// functions.cpp
int run_a_program();
asio::awaitable<std::optional<hai::session_status>> status_in_time(hai::session session);
asio::awaitable<double> price(hai::client client);
void tell(std::exception_ptr failure);
int receive_webhook(std::string const& body, std::string const& timestamp, std::string const& signature);

// platform.cpp
hai::sim::script one_run();
void test_against_a_platform();
void break_and_mend();

}  // namespace examples
