#include "simulation/fleet/scripted_api.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include "simulation/fleet/server_wire.hpp"

namespace hai::simulation {
namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

sent_reply plain(int status, std::string body = {}) {
  sent_reply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

std::string quoted_or_null(std::optional<std::string> const& text) {
  return text ? '"' + *text + '"' : std::string("null");
}

std::string const sessions_path = "/api/v2/sessions/";

}  // namespace

struct scripted_api::visit {
  server_wire wire;
  std::size_t number;
  std::size_t served = 0;
};

scripted_api::scripted_api(asio::io_context& io, std::shared_ptr<virtual_system> machine,
                           server_traits server, fault_traits faults, chance source, journal& log)
    : io_(io), machine_(std::move(machine)), server_(server), faults_(faults), chance_(source), log_(log) {}

agent_session& scripted_api::add(std::string id, session_traits traits) {
  auto made = std::make_unique<agent_session>(id, traits, chance_.split(), machine_->elapsed());
  return *(sessions_[std::move(id)] = std::move(made));
}

void scripted_api::accept(std::shared_ptr<virtual_connection> wire) {
  std::erase_if(wires_, [](auto const& each) { return each.expired(); });
  wires_.push_back(wire);
  if (server_.splits_reads) {
    auto const split = [source = chance_.split()]() mutable { return source.from(1, 200); };
    wire->to_client().next_read_size = split;
    wire->to_server().next_read_size = split;
  }
  asio::co_spawn(io_, serve(std::move(wire)), asio::detached);
}

void scripted_api::reset_all() {
  auto const breaking = wires_;
  for (auto const& each : breaking)
    if (auto const wire = each.lock()) wire->reset();
}

bool scripted_api::is_faulty() const { return is_faulty_ && machine_->elapsed() < faults_.end; }

std::size_t scripted_api::open_connections() const {
  return static_cast<std::size_t>(
      std::count_if(wires_.begin(), wires_.end(), [](auto const& each) { return !each.expired(); }));
}

std::vector<net::duration> const& scripted_api::fruitless(std::string const& id) const {
  return fruitless_[id];
}

mishap scripted_api::next_mishap() {
  return is_faulty() && chance_.percent(faults_.percent) ? any_mishap(chance_) : mishap::none;
}

asio::awaitable<void> scripted_api::sleep(net::duration span) {
  if (span == net::duration()) co_return;
  auto const timer = machine_->make_timer(co_await asio::this_coro::executor);
  timer->expires_at(machine_->now() + span);
  boost::system::error_code ignored;
  co_await timer->wait(ignored);
}

asio::awaitable<void> scripted_api::serve(std::shared_ptr<virtual_connection> wire) {
  visit with{server_wire(machine_, std::move(wire)), ++accepted_};
  while (co_await exchange(with)) {
  }
}

asio::awaitable<bool> scripted_api::exchange(visit& with) {
  auto const request = co_await with.wire.receive(server_.idle_close);
  if (!request) co_return false;
  ++requests_;
  ++with.served;
  std::string name;
  if (log_.prints()) {
    name = "connection " + std::to_string(with.number) + ": " + request->method + " " + request->path;
    for (auto const& [key, value] : request->query) name += " " + key + "=" + value;
    log_.note(machine_->elapsed(), name);
  }
  auto const how = next_mishap();
  if (how == mishap::lost_request) {
    with.wire.connection().reset();
    co_return false;
  }
  sent_reply reply;
  if (how == mishap::redirected || how == mishap::led_astray) {
    reply = redirect(*request, how);
  } else {
    sent_reply right = co_await answer(*request);
    reply = std::move(right);
  }
  co_await sleep(server_.way_back + chance_.span({}, server_.latency));
  if (server_.varies_framing) {
    reply.frames = chance_.one_of({framing::content_length, framing::chunked, framing::until_close});
    reply.chunk = chance_.from(1, 400);
  }
  if (server_.frames) reply.frames = *server_.frames;
  if (reply.status == 422) reply.frames = framing::content_length;  // a cut one would name no parameter
  reply.gzip = server_.uses_gzip && request->takes_gzip && (server_.frames || chance_.percent(70));
  reply.keeps_alive = reply.frames != framing::until_close && with.served != server_.requests_per_connection;
  bool const goes_on = co_await spoil(with, how, reply);
  if (log_.prints())
    log_.note(machine_->elapsed(), name + " -> " + std::to_string(reply.status) + " " +
                                       std::to_string(reply.body.size()) + " bytes" +
                                       (how == mishap::none ? "" : ", mishap " + std::to_string(int(how))));
  co_return goes_on;
}

asio::awaitable<bool> scripted_api::spoil(visit& with, mishap how, sent_reply& reply) {
  auto& knobs = with.wire.connection().to_client();
  switch (how) {
    case mishap::server_error:
      reply.status = chance_.one_of({500, 502, 503, 504, 408});
      reply.body = R"({"detail":"not now"})";
      break;
    case mishap::rate_limited:
      reply.status = 429;
      if (chance_.percent(80)) reply.headers.emplace_back("Retry-After", std::to_string(chance_.from(0, 8)));
      break;
    case mishap::garbled:
      reply.status = 200;
      reply.body = chance_.one_of<std::string>({"", "<html>", R"({"status":"runn)", "[]", "{}"});
      break;
    case mishap::unanswered:
      co_await sleep(seconds(90));
      co_return false;
    default:
      break;
  }
  if (how == mishap::oversized || reply.is_oversized) reply.body.append(max_body, ' ');
  std::string const text = wire_text(reply);
  if (how == mishap::cut_reply) {
    knobs.cut_after = chance_.below(text.size());
    knobs.cut = chance_.one_of({direction_behaviour::ending::fin, direction_behaviour::ending::reset});
  }
  if (next_cut_ && reply.has_events) {
    knobs.cut_after = next_cut_->first;
    knobs.cut = next_cut_->second;
    size_of_cut_page_ = text.size();
    next_cut_.reset();
  }
  if (reply.breaks_halfway) knobs.cut_after = text.size() / 2;
  auto const drip = reply.has_events ? std::exchange(next_drip_, std::nullopt) : std::nullopt;
  std::size_t sent = 0;
  while (sent < text.size()) {
    if (drip) co_await sleep(*drip / text.size());
    auto piece = text.size() - sent;
    if (how == mishap::slow || how == mishap::stalled) piece = std::min(piece, text.size() / 6 + 1);
    if (drip) piece = 1;
    if (!co_await with.wire.send(std::string_view(text).substr(sent, piece))) co_return false;
    sent += piece;
    if (how == mishap::slow) co_await sleep(seconds(chance_.from(0, 5)));
    if (how == mishap::stalled) co_await sleep(seconds(90));
  }
  co_return reply.keeps_alive&& how != mishap::cut_reply;
}

// What was asked for has not been done.
sent_reply scripted_api::redirect(received_request const& request, mishap where) {
  bool const only_looks = request.method == "GET";
  sent_reply reply =
      plain(only_looks ? chance_.one_of({301, 302, 303, 307, 308}) : chance_.one_of({307, 308}));
  std::string query = "?again=1";
  for (auto const& [name, value] : request.query) query += "&" + name + "=" + value;
  std::string const path = chance_.percent(50) ? request.path : "";
  reply.headers.emplace_back("Location", where == mishap::led_astray ? astray + query : path + query);
  return reply;
}

asio::awaitable<sent_reply> scripted_api::answer(received_request const& request) {
  if (!request.path.starts_with(sessions_path)) co_return plain(404, R"({"detail":"no such route"})");
  std::string const rest = request.path.substr(sessions_path.size());
  std::string const id = rest.substr(0, rest.find('/'));
  std::string const route = rest.substr(id.size());
  if (auto const refused = refused_.find(id); refused != refused_.end())
    co_return plain(refused->second, R"({"detail":"refused"})");
  auto const found = sessions_.find(id);
  if (found == sessions_.end()) co_return plain(404, R"({"detail":"Session not found"})");
  agent_session& session = *found->second;
  session.advance(machine_->elapsed());
  if (request.method == "GET" && route == "/changes") co_return co_await changes(session, request);
  if (request.method == "GET" && route == "/status") {
    fruitless_[id].push_back(machine_->elapsed());
    co_return status(session);
  }
  if (request.method == "GET" && route.empty()) {
    co_return plain(200, R"({"id":")" + id + R"(","status":{"status":")" + session.state() +
                             R"("},"latest_answer":)" + session.shown_answer() + "}");
  }
  if (request.method == "POST" && route == "/messages") {
    session.on_message(machine_->elapsed());
    co_return plain(202);
  }
  if (request.method == "DELETE" && route.empty()) {
    session.on_cancel(machine_->elapsed());
    co_return plain(204);
  }
  co_return plain(404, R"({"detail":"no such route"})");
}

sent_reply scripted_api::status(agent_session& session) const {
  std::optional<std::string> error, code, outcome;
  if (session.is_settled()) {
    auto const& period = session.periods().back();
    error = period.error;
    code = period.error_code;
    outcome = period.outcome;
  }
  return plain(200, R"({"status":")" + session.state() + R"(","error":)" + quoted_or_null(error) +
                        R"(,"error_code":)" + quoted_or_null(code) + R"(,"outcome":)" +
                        quoted_or_null(outcome) + R"(,"steps":3,"usage_per_model":[]})");
}

std::string scripted_api::page(agent_session const& session, std::size_t from, std::size_t count) const {
  std::string text = R"({"status":")" + session.state() + R"(", "new_events":[)";
  for (std::size_t index = from; index < from + count; ++index) {
    if (index != from) text += index % 3 == 0 ? " ,\n " : ",";
    text += session.events()[index].text;
  }
  return text + R"(],"answer":)" + session.shown_answer() + "}";
}

asio::awaitable<void> scripted_api::park(agent_session& session, net::duration until) {
  auto const next = session.next_change();
  auto const timer = machine_->make_timer(co_await asio::this_coro::executor);
  timer->expires_at(machine_->now() - machine_->elapsed() + std::min(until, next.value_or(until)));
  session.parked.insert(timer.get());
  boost::system::error_code ignored;
  co_await timer->wait(ignored);
  session.parked.erase(timer.get());
  session.advance(machine_->elapsed());
}

asio::awaitable<sent_reply> scripted_api::changes(agent_session& session, received_request const& request) {
  auto const wait = seconds(request.number("wait_for_seconds", 0));
  if (wait > server_.most_wait)
    co_return plain(422, R"({"detail":[{"loc":["query","wait_for_seconds"],"msg":"too long"}]})");
  auto const from = request.number("from_index", 0);
  auto const until = machine_->elapsed() + wait;
  while (session.events().size() <= from && machine_->elapsed() < until &&
         !(server_.ended_answers_at_once && session.is_terminal()))
    co_await park(session, until);
  auto const size = session.events().size();
  if (request.parameter("include_events") == "false")
    co_return size == 0 ? plain(204) : plain(200, page(session, 0, 0));
  if (size <= from) {
    fruitless_[session.id()].push_back(machine_->elapsed());
    co_return plain(204);
  }
  auto const count = std::min({size - from, server_.page_cap, request.number("limit", size)});
  auto reply = plain(200, page(session, from, count));
  reply.has_events = true;
  if (is_faulty() && faults_.fragile_page != 0 && count > faults_.fragile_page)
    (faults_.fragile_page % 2 == 0 ? reply.breaks_halfway : reply.is_oversized) = true;
  co_return reply;
}

}  // namespace hai::simulation
