#include <hai/agents.hpp>
#include <iostream>

#include "examples.hpp"

namespace examples {

using namespace std::chrono_literals;

asio::awaitable<std::uint64_t> follow(hai::client client, std::string id, std::uint64_t from) {
  //! [next_event]
  hai::session session = client.session(id, from);  // a handle: no request yet
  while (auto event = co_await session.next_event())
    std::cout << event->index() << ' ' << event->type() << '\n';
  //! [next_event]

  //! [next_index]
  std::uint64_t const place = session.next_index();  // keep it: client.session(id, place) goes on here
  //! [next_index]

  //! [result]
  hai::run_result const& ended = session.result();
  std::cout << ended.state << ": " << ended.answer << '\n';
  //! [result]
  co_return place;
}

asio::awaitable<void> wait(hai::session session) {
  //! [wait_for_completion]
  hai::run_options options;
  options.deadline(5min).include_events(false);
  hai::run_result result = co_await session.wait_for_completion(options);
  if (result.state == hai::session_state::failed)
    std::cerr << result.error.value_or("no reason given") << '\n';
  //! [wait_for_completion]
}

asio::awaitable<void> look(hai::session session) {
  //! [changes]
  hai::changes_query query;
  query.from_index(10).limit(50).wait(5s);
  std::optional<hai::session_changes> page = co_await session.changes(query);
  if (page) std::cout << page->state << ", " << page->new_events.size() << " events from the tenth on\n";
  //! [changes]

  //! [status]
  hai::session_status now = co_await session.status();
  std::cout << now.state << " after " << now.steps << " steps\n";
  //! [status]

  //! [get]
  hai::session_resource whole = co_await session.get();
  if (whole.agent_view_url) std::cout << "see " << *whole.agent_view_url << '\n';
  //! [get]

  //! [history]
  hai::page<hai::event> first = co_await session.history(hai::history_query().type("AgentEvent").size(20));
  for (auto const& event : first.items) std::cout << event.kind() << '\n';
  //! [history]

  //! [with]
  hai::session hurried = session.with(hai::call_options().timeout(2s));  // the same cursor
  hai::session_status soon = co_await hurried.status();
  //! [with]
  std::cout << soon.state << '\n';
}

asio::awaitable<std::size_t> screenshots(hai::session session) {
  std::size_t bytes = 0;
  //! [download]
  while (auto event = co_await session.next_event()) {
    auto observation = event->get_if<hai::observation_event>();
    if (!observation || !observation->image) continue;
    std::string const picture = co_await session.download(*observation->image);
    bytes += picture.size();
  }
  //! [download]
  co_return bytes;
}

asio::awaitable<void> speak(hai::session session) {
  //! [send_message]
  co_await session.send_message("And on Sundays?");
  hai::run_result turn = co_await session.wait_for_completion();  // of this message's turn
  //! [send_message]
  std::cout << turn.answer << '\n';

  //! [send_messages]
  std::vector<hai::user_message> corrections;
  corrections.emplace_back("The library of the university, not of the city.");
  corrections.emplace_back("Answer in French.");
  co_await session.send_messages(std::move(corrections));
  //! [send_messages]
}

asio::awaitable<void> answer_calls(hai::session session) {
  //! [send_tool_results]
  while (auto event = co_await session.next_event()) {
    auto change = event->get_if<hai::active_state_change_event>();
    if (!change || change->state != hai::session_state::awaiting_tool_results) continue;
    std::vector<hai::tool_result> results;
    for (auto const& call : change->pending_tool_calls) results.emplace_back(call, "seen by a person");
    co_await session.send_tool_results(std::move(results));
  }
  //! [send_tool_results]
}

asio::awaitable<void> steer(hai::session session) {
  //! [pause]
  co_await session.pause();  // accepted; the state follows
  //! [pause]

  //! [resume]
  co_await session.resume();
  //! [resume]

  //! [force_answer]
  co_await session.force_answer();
  hai::run_result result = co_await session.wait_for_completion();
  //! [force_answer]
  std::cout << result.answer << '\n';

  //! [cancel]
  co_await session.cancel();  // frees its place of the limit
  //! [cancel]
}

asio::awaitable<void> share_and_judge(hai::session session) {
  //! [share]
  std::string const link = co_await session.share();
  std::cout << "anyone may read " << link << '\n';
  //! [share]

  //! [unshare]
  co_await session.unshare();
  //! [unshare]

  //! [feedback]
  co_await session.feedback(hai::feedback(true, "Found it at once."));
  //! [feedback]

  //! [event_feedback]
  co_await session.feedback(0, hai::feedback(false, "It opened the wrong page."));
  //! [event_feedback]
}

asio::awaitable<void> leave(hai::session session) {
  std::cout << session.next_index() << '\n';
  //! [close]
  session.close();  // stops following, in every copy of the handle
  hai::session_status last = co_await session.status();
  //! [close]
  std::cout << last.state << '\n';
}

}  // namespace examples
