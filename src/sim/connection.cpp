#include "connection.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <utility>

#include "server.hpp"

namespace hai::sim {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::uint64_t body_limit = 10'000'000;
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

request plain_request(http::request<http::string_body> message) {
  request r;
  r.method = std::string(message.method_string());
  r.target = std::string(message.target());
  r.keep_alive = message.keep_alive();
  for (auto const& field : message)
    r.headers.emplace_back(lower(field.name_string()), std::string(field.value()));
  r.body = std::move(message.body());
  return r;
}

}  // namespace

connection::connection(std::shared_ptr<server> s, std::unique_ptr<wire> w, std::uint64_t number)
    : server_(std::move(s)),
      world_(server_->state()),
      wire_(std::move(w)),
      alarm_(std::make_shared<alarm>(server_->strand(), world_)),
      number_(number) {}

connection::~connection() {
  world_.closed();
  server_->forget(number_);
}

void connection::drop(bool reset) {
  gone_ = true;
  wire_->drop(reset);
  alarm_->stop();
}

asio::awaitable<void> connection::run(std::shared_ptr<connection> self) {
  auto const failed = co_await self->wire_->handshake();
  if (!failed && !self->gone_) {
    self->world_.shook_hands(self->wire_->resumed());
    co_await self->serve();
  }
  self->drop(false);
}

asio::awaitable<void> connection::serve() {
  for (;;) {
    auto message = co_await read_request();
    if (!message) co_return;
    auto what = world_.received(std::move(*message), number_);
    after const next = co_await answer(std::move(what));
    if (next == after::say_goodbye && !gone_) co_await wire_->finish();
    if (next != after::next_request || gone_) co_return;
  }
}

asio::awaitable<std::optional<request>> connection::read_request() {
  http::request_parser<http::string_body> parser;
  parser.eager(true);
  parser.body_limit(body_limit);
  bool continued = false;
  std::optional<request> result;
  for (;;) {
    boost::system::error_code ec;
    if (!inbox_.empty()) inbox_.erase(0, parser.put(asio::buffer(inbox_), ec));
    if (parser.is_done()) break;
    if (ec && ec != http::error::need_more) {
      reply const refusal =
          detail_reply(ec == http::error::body_limit ? 413 : 400, "This is no request we can read");
      auto const bytes = encode(refusal, request(), world_.options(), 0, true);
      std::string const text = bytes.head + bytes.body;
      co_await wire_->write(text);
      co_await wire_->finish();
      co_return result;
    }
    if (!continued && parser.is_header_done() && parser.get().count(http::field::expect) != 0) {
      continued = true;
      co_await wire_->write(continue_line);
    }
    bool const more = co_await more_bytes();
    if (!more) co_return result;
  }
  inbox_.shrink_to_fit();
  result = plain_request(parser.release());
  co_return result;
}

void connection::start_reading() {
  if (reading_ || gone_) return;
  reading_ = true;
  wire_->read_some(asio::buffer(chunk_),
                   [self = shared_from_this()](boost::system::error_code ec, std::size_t n) {
                     self->reading_ = false;
                     if (ec) self->gone_ = true;
                     self->inbox_.append(self->chunk_.data(), n);
                     self->alarm_->ring();
                   });
}

asio::awaitable<bool> connection::more_bytes() {
  auto const before = inbox_.size();
  start_reading();
  while (!gone_ && inbox_.size() == before) co_await alarm_->sleep(std::nullopt);
  co_return inbox_.size() != before;
}

asio::awaitable<connection::after> connection::answer(exchange e) {
  using kind = fault::kind;
  std::optional<kind> const trouble = e.trouble ? std::optional(e.trouble->what()) : std::nullopt;
  if (trouble == kind::drop_request) co_return after::hang_up;
  if (trouble == kind::silence) {
    after const end = co_await never_answer();
    co_return end;
  }
  if (trouble == kind::restart) {
    server_->restart(e.trouble->interval());
    co_return after::hang_up;
  }
  if (trouble == kind::garbage) {
    co_await wire_->write(e.trouble->text());
    co_return after::hang_up;
  }
  if (trouble == kind::canned) {
    reply r = json_reply(e.trouble->status(), e.trouble->text());
    r.headers = e.trouble->more_headers();
    for (auto const& [name, value] : r.headers)
      if (lower(name) == "content-type") r.content_type.clear();
    auto bytes = encode(std::move(r), e.message, world_.options(), e.number, false);
    after const next = co_await send(e, std::move(bytes), e.trouble->status(), 0);
    co_return next;
  }
  auto done = co_await carry_out(e);
  if (!done || trouble == kind::drop_reply) co_return after::hang_up;
  int const status = done->answer.status;
  auto bytes = encode(std::move(done->answer), e.message, world_.options(), e.number,
                      trouble == kind::connection_close);
  after const next = co_await send(e, std::move(bytes), status, done->events_served);
  co_return next;
}

asio::awaitable<std::optional<outcome>> connection::carry_out(exchange const& e) {
  std::optional<outcome> result;
  for (bool first = true;; first = false) {
    outcome now = world_.carry_out(e, alarm_);
    if (!now.look_again) {
      result = std::move(now);
      co_return result;
    }
    auto const until = now.look_again;
    if (first) world_.announce_parked(e);
    start_reading();  // so that a client that goes away is seen
    if (!gone_) co_await alarm_->sleep(until);
    world_.unpark(alarm_.get());
    if (gone_) co_return result;
  }
}

asio::awaitable<connection::after> connection::send(exchange const& e, reply_bytes bytes, int status,
                                                    std::size_t events) {
  using kind = fault::kind;
  std::optional<kind> const trouble = e.trouble ? std::optional(e.trouble->what()) : std::nullopt;
  std::string text = bytes.head + bytes.body;
  std::size_t keep = text.size();
  if (trouble == kind::cut_body) keep = bytes.head.size() + e.trouble->bytes();
  if (trouble == kind::cut_reply) keep = e.trouble->bytes();
  if (keep < text.size()) {
    text.resize(keep);
    co_await wire_->write(text);
    co_return after::hang_up;
  }
  world_.replied(e, status, events);
  if (trouble == kind::slow_body) {
    after const next = co_await send_slowly(*e.trouble, bytes);
    co_return next;
  }
  bool const closes = bytes.closes;
  bytes = {};
  auto const failed = co_await wire_->write(text);
  if (failed) co_return after::hang_up;
  co_return closes ? after::say_goodbye : after::next_request;
}

asio::awaitable<connection::after> connection::send_slowly(fault const& how, reply_bytes const& bytes) {
  auto failed = co_await wire_->write(bytes.head);
  for (std::size_t at = 0; !failed && !gone_ && at < bytes.body.size(); at += how.bytes()) {
    auto const pause = std::chrono::duration_cast<time_point::duration>(how.interval());
    co_await alarm_->sleep_until(world_.now() + pause);
    failed = co_await wire_->write(std::string_view(bytes.body).substr(at, how.bytes()));
  }
  if (failed || gone_) co_return after::hang_up;
  co_return bytes.closes ? after::say_goodbye : after::next_request;
}

asio::awaitable<connection::after> connection::never_answer() {
  while (!gone_) {
    inbox_.clear();
    start_reading();
    co_await alarm_->sleep(std::nullopt);
  }
  co_return after::hang_up;
}

}  // namespace hai::sim
