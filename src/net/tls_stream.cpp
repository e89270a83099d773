#include "net/tls_stream.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <new>
#include <string_view>
#include <utility>

namespace hai::net {
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// SSL_get_error looks at the queue too; to find it empty is cheaper than to clear it.
void forget_earlier_errors() {
  if (ERR_peek_error() != 0) ERR_clear_error();
}

/// What an error in the queue means to the user of the stream; 0: there was none.
error_code failure_of(unsigned long queued) {
  if (queued == 0 || ERR_GET_REASON(queued) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
    return asio::ssl::error::stream_truncated;
  return error_code(static_cast<int>(queued), asio::error::get_ssl_category());
}

}  // namespace

tls_stream::tls_stream(std::shared_ptr<tls_context> context, std::unique_ptr<byte_stream> lower,
                       origin const& where)
    : context_(std::move(context)),
      lower_(std::move(lower)),
      bio_(*lower_),
      ssl_(SSL_new(context_->native())),
      tickets_(context_->tickets().of(where)),
      where_(where) {
  BIO* const bio = ssl_ ? bio_.make_bio(context_->stream_bio_method()) : nullptr;
  if (!bio) throw std::bad_alloc();
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_app_data(ssl_.get(), this);
  SSL_set_connect_state(ssl_.get());
  expect_host(where.host);
  resume(*tickets_);
}

tls_stream::~tls_stream() { tls_stream::close(); }

void tls_stream::expect_host(std::string const& host) {
  error_code not_literal;
  asio::ip::make_address(host, not_literal);
  auto* const expected = SSL_get0_param(ssl_.get());
  if (!not_literal) {
    if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) != 1) throw std::bad_alloc();
    return;
  }
  X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size()) != 1 ||
      SSL_set_tlsext_host_name(ssl_.get(), host.c_str()) != 1)
    throw error(errc::invalid_argument, "not a host name that TLS can verify: " + host);
}

void tls_stream::resume(ticket_stack& tickets) {
  auto const ticket = tickets.pop();
  if (ticket) SSL_set_session(ssl_.get(), ticket.get());
  ERR_clear_error();
}

bool tls_stream::is_usable(error_code& failure) const {
  failure = broken_;
  if (!failure && !ssl_) failure = asio::error::bad_descriptor;
  return !failure;
}

template <class Call>
step tls_stream::drive(Call call, error_code& failure) {
  if (!is_usable(failure)) return {};
  bio_.begin();
  auto const result = drive_on(call, failure);
  bio_.end();
  return result;
}

template <class Call>
step tls_stream::drive_on(Call call, error_code& failure) {
  forget_earlier_errors();
  int const result = call();
  return outcome(SSL_get_error(ssl_.get(), result), failure);
}

step tls_stream::outcome(int code, error_code& failure) {
  step result;
  switch (code) {
    case SSL_ERROR_NONE:
      break;
    case SSL_ERROR_ZERO_RETURN:
      result.ended = true;
      break;
    case SSL_ERROR_WANT_READ:
      result.wanted = readiness::readable;
      break;
    case SSL_ERROR_WANT_WRITE:
      result.wanted = readiness::writable;
      break;
    default:
      failure = broken_ = cause_of(code);
      ERR_clear_error();
  }
  return result;
}

error_code tls_stream::cause_of(int code) const {
  if (code == SSL_ERROR_SYSCALL)
    return bio_.failure() ? bio_.failure() : error_code(asio::ssl::error::stream_truncated);
  // The stream below may have failed as well, when OpenSSL sent an alert about this.
  return failure_of(ERR_peek_error());
}

step tls_stream::try_handshake(error_code& failure) {
  return drive([this] { return SSL_do_handshake(ssl_.get()); }, failure);
}

asio::awaitable<void> tls_stream::handshake() {
  for (;;) {
    error_code failure;
    auto const progress = try_handshake(failure);
    if (failure && refusal_) throw certificate_error(where_, *refusal_);
    if (failure || progress.ended) throw handshake_error(where_, failure);
    if (progress.wanted == readiness::none) co_return keep_session();
    co_await wait(progress.wanted, failure);
    if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none)
      throw boost::system::system_error(asio::error::operation_aborted);
    if (failure) throw handshake_error(where_, failure);
  }
}

// Before TLS 1.3 a session may serve many connections, and the server need not send another one.
void tls_stream::keep_session() {
  if (resumed() && SSL_version(ssl_.get()) < TLS1_3_VERSION)
    tickets_->push(session_ptr(SSL_get1_session(ssl_.get())));
}

bool tls_stream::resumed() const noexcept { return ssl_ && SSL_session_reused(ssl_.get()) == 1; }

step tls_stream::try_read(std::span<char> into, error_code& failure) {
  failure.clear();
  if (into.empty()) return {};
  if (!is_usable(failure)) return {};
  bio_.begin();
  auto const result = read_records(into, failure);
  bio_.end();
  // Data alone leaves no buffer behind.
  if (std::exchange(got_ticket_, false) || result.bytes == 0) release_buffers();
  return result;
}

// Between two pieces the bytes that were received stay where they are: to give them back to this stream, as
// the end of a step must, would copy them twice.
step tls_stream::read_on(read_sink& sink, error_code& failure) {
  failure.clear();
  if (!is_usable(failure)) return {};
  bio_.begin();
  auto const result = read_pieces(sink, failure);
  bio_.end();
  if (std::exchange(got_ticket_, false) || result.bytes == 0) release_buffers();
  return result;
}

step tls_stream::read_pieces(read_sink& sink, error_code& failure) {
  std::size_t total = 0;
  do {
    auto const room = sink.room();
    if (room.empty()) break;
    auto const result = read_records(room, failure);
    if (result.bytes == 0 && total == 0) return result;
    if (result.bytes == 0) {
      has_unread_ = result.ended || failure;
      failure.clear();
      break;
    }
    total += result.bytes;
    sink.take(room.first(result.bytes));
  } while (has_unread_);
  step read;
  read.bytes = total;
  return read;
}

step tls_stream::read_records(std::span<char> into, error_code& failure) {
  std::size_t total = 0;
  do {
    std::size_t got = 0;
    auto const rest = into.subspan(total);
    auto result = drive_on([&] { return SSL_read_ex(ssl_.get(), rest.data(), rest.size(), &got); }, failure);
    total += got;
    if (got > 0) continue;
    // What came before is handed out first; the end or the failure shows again at the next step.
    has_unread_ = total > 0 && (result.ended || failure);
    if (total == 0) return result;
    failure.clear();
    step before_it;
    before_it.bytes = total;
    return before_it;
  } while (total < into.size() && has_more());
  has_unread_ = has_more();
  step read;
  read.bytes = total;
  return read;
}

bool tls_stream::has_more() const { return SSL_pending(ssl_.get()) > 0 || bio_.has_received(); }

// Nearly every write is through at once: what else it came to is told without the queue of errors, which
// would have to be looked at, and emptied, before each.
step tls_stream::write_record(std::span<char const> from, std::size_t& put, error_code& failure) {
  if (!is_usable(failure)) return {};
  bio_.begin();
  bool const is_through = SSL_write_ex(ssl_.get(), from.data(), from.size(), &put) == 1;
  bio_.end();
  if (is_through) return {};
  step waiting;
  if (bio_.failure()) {
    failure = broken_ = bio_.failure();
  } else if (int const wanted = SSL_want(ssl_.get()); wanted == SSL_WRITING || wanted == SSL_READING) {
    waiting.wanted = wanted == SSL_WRITING ? readiness::writable : readiness::readable;
  } else {
    failure = broken_ = failure_of(ERR_peek_last_error());
  }
  ERR_clear_error();
  return waiting;
}

step tls_stream::try_write(std::span<char const> from, error_code& failure) {
  std::size_t total = 0;
  failure = unwritable_;
  if (failure) return {};
  while (total < from.size()) {
    std::size_t put = 0;
    auto const rest = from.subspan(total);
    auto result = write_record(rest, put, failure);
    write_pending_ = result.wanted == readiness::writable;
    if (failure && failure == bio_.failure()) unwritable_ = std::exchange(broken_, error_code());
    if (put > 0) {
      total += put;
      continue;
    }
    if (total == 0) return result;
    failure.clear();
    break;
  }
  step written;
  written.bytes = total;
  return written;
}

// Bytes that were received beyond what has been read make no socket readable any more.
void tls_stream::async_wait(readiness wanted, asio::any_io_executor const& home, wait_handler handler) {
  if (wanted != readiness::readable || !has_unread_)
    return lower_->async_wait(wanted, home, std::move(handler));
  asio::post(home, [waiting = std::move(handler)]() mutable { std::move(waiting)(error_code()); });
}

// The state of the record layer is "RH" while it waits for a header, "RB" while it waits for the rest.
bool tls_stream::is_between_records() const {
  return SSL_has_pending(ssl_.get()) == 0 && std::string_view(SSL_rstate_string(ssl_.get())) == "RH";
}

// SSL_MODE_RELEASE_BUFFERS leaves a write buffer behind when a ticket or a key update came in. Within a
// record SSL_free_buffers must not be called: OpenSSL before 3.0.14 would free what it still uses.
void tls_stream::release_buffers() {
  if (ssl_ && is_between_records()) SSL_free_buffers(ssl_.get());
}

bool tls_stream::is_drained() const noexcept {
  return !has_unread_ && !bio_.has_received() && lower_->is_drained();
}

bool tls_stream::is_idle() {
  if (!ssl_ || broken_ || unwritable_ || SSL_pending(ssl_.get()) > 0) return false;
  if (!bio_.has_received() && lower_->is_idle()) return true;
  // Tickets and key updates may have come; anything else was not asked for, or is an end.
  error_code failure;
  char byte = 0;
  std::size_t got = 0;
  auto const result = drive([&] { return SSL_peek_ex(ssl_.get(), &byte, 1, &got); }, failure);
  bool const silent = !failure && got == 0 && result.wanted == readiness::readable && is_between_records();
  release_buffers();
  return silent;
}

void tls_stream::close() noexcept {
  if (ssl_) {
    // A record that is half sent must not be followed by an alert.
    if (!broken_ && !unwritable_ && !write_pending_ && SSL_is_init_finished(ssl_.get()))
      SSL_shutdown(ssl_.get());
    // Else OpenSSL takes the connection for a broken one, and spoils a session that it may share.
    SSL_set_quiet_shutdown(ssl_.get(), 1);
    SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    ssl_.reset();
    ERR_clear_error();
  }
  lower_->close();
}

int tls_stream::on_verify(int verified, X509_STORE_CTX* chain) {
  if (verified) return 1;
  auto* const ssl =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* const self = static_cast<tls_stream*>(SSL_get_app_data(ssl));
  self->refusal_ = std::make_unique<tls_refusal>(
      tls_refusal::of(X509_STORE_CTX_get_error(chain), X509_STORE_CTX_get_current_cert(chain)));
  return 0;
}

int tls_stream::on_new_session(SSL* ssl, SSL_SESSION* session) {
  auto* const self = static_cast<tls_stream*>(SSL_get_app_data(ssl));
  // A copy: OpenSSL spoils its own when the connection fails, and a server that went away cut many.
  if (session_ptr copy(SSL_SESSION_dup(session)); copy) self->tickets_->push(std::move(copy));
  self->got_ticket_ = true;
  return 0;
}

}  // namespace hai::net
