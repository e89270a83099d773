#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "simulation/fleet/agent_session.hpp"
#include "simulation/fleet/http_text.hpp"
#include "simulation/fleet/journal.hpp"
#include "simulation/fleet/mishap.hpp"
#include "simulation/virtual_system.hpp"

namespace hai::simulation {

/// How the server of one world answers.
struct server_traits {
  std::size_t page_cap = 50;
  net::duration latency{};             ///< at most, of each reply
  net::duration way_back{};            ///< how long each reply is under way beside that
  std::chrono::seconds most_wait{25};  ///< a longer one is a 422
  bool ended_answers_at_once = false;  ///< a poll past the end of a terminal session is not held
  bool uses_gzip = false;
  bool varies_framing = false;
  std::optional<framing> frames;            ///< of every reply; else as above
  std::size_t requests_per_connection = 0;  ///< 0: no limit
  net::duration idle_close = std::chrono::seconds(5);
  bool splits_reads = false;
};

/// The server's side of one world: sessions behind the routes that streams use, over virtual connections.
/// Used by one thread; outlives its io_context's last run.
class scripted_api {
 public:
  scripted_api(boost::asio::io_context& io, std::shared_ptr<virtual_system> machine, server_traits server,
               fault_traits faults, chance source, journal& log);

  agent_session& add(std::string id, session_traits traits);
  /// A session that every request is refused for.
  void add_refused(std::string id, int status) { refused_[std::move(id)] = status; }

  void accept(std::shared_ptr<virtual_connection> wire);
  /// Breaks every connection.
  void reset_all();
  /// Faults begin.
  void begin_faults() { is_faulty_ = true; }
  bool is_faulty() const;

  /// The next page of events is cut after so many bytes of its reply.
  void cut_next_page(std::size_t after, direction_behaviour::ending how) { next_cut_ = {after, how}; }
  /// The next page of events comes byte by byte, evenly over that time.
  void drip_next_page(net::duration over) { next_drip_ = over; }
  /// Of the reply that was to be cut, whole.
  std::size_t size_of_cut_page() const { return size_of_cut_page_; }

  std::size_t open_connections() const;
  std::size_t requests() const { return requests_; }
  /// The requests for a session that brought no event, and when they came.
  std::vector<net::duration> const& fruitless(std::string const& id) const;

 private:
  struct visit;
  boost::asio::awaitable<void> serve(std::shared_ptr<virtual_connection> wire);
  boost::asio::awaitable<bool> exchange(visit& with);
  boost::asio::awaitable<sent_reply> answer(received_request const& request);
  boost::asio::awaitable<sent_reply> changes(agent_session& session, received_request const& request);
  boost::asio::awaitable<void> park(agent_session& session, net::duration until);
  boost::asio::awaitable<void> sleep(net::duration span);
  sent_reply redirect(received_request const& request, mishap where);
  sent_reply status(agent_session& session) const;
  std::string page(agent_session const& session, std::size_t from, std::size_t count) const;
  mishap next_mishap();
  boost::asio::awaitable<bool> spoil(visit& with, mishap how, sent_reply& reply);

  boost::asio::io_context& io_;
  std::shared_ptr<virtual_system> const machine_;
  server_traits const server_;
  fault_traits const faults_;
  chance chance_;
  journal& log_;
  std::map<std::string, std::unique_ptr<agent_session>> sessions_;
  std::map<std::string, int> refused_;
  mutable std::map<std::string, std::vector<net::duration>> fruitless_;
  std::vector<std::weak_ptr<virtual_connection>> wires_;
  bool is_faulty_ = false;
  std::size_t requests_ = 0;
  std::optional<std::pair<std::size_t, direction_behaviour::ending>> next_cut_;
  std::optional<net::duration> next_drip_;
  std::size_t size_of_cut_page_ = 0;
  std::size_t accepted_ = 0;
};

}  // namespace hai::simulation
