#pragma once

#include <openssl/ssl.h>

#include <memory>

#include "net/byte_stream.hpp"
#include "net/origin.hpp"
#include "net/stream_bio.hpp"
#include "net/tls_context.hpp"
#include "net/tls_refusal.hpp"

namespace hai::net {

/// TLS, as a client, over another byte_stream. After a cancelled wait for reading the stream is in step;
/// after a cancelled write the same bytes must be written again, or the stream closed. A peer that ends the
/// connection without close_notify is the failure asio::ssl::error::stream_truncated.
class tls_stream final : public byte_stream {
 public:
  /// Takes a ticket of the origin, if there is one. Nothing is sent before the handshake.
  tls_stream(std::shared_ptr<tls_context> context, std::unique_ptr<byte_stream> lower, origin const& where);
  ~tls_stream() override;

  /// One step of the handshake: it is through when neither a failure nor `wanted` is set.
  step try_handshake(boost::system::error_code& failure);
  /// All of them. Throws hai::error: errc::certificate, errc::connect_failed.
  boost::asio::awaitable<void> handshake();
  bool resumed() const noexcept;

  step try_read(std::span<char> into, boost::system::error_code& failure) override;
  step read_on(read_sink& sink, boost::system::error_code& failure) override;
  step try_write(std::span<char const> from, boost::system::error_code& failure) override;
  void async_wait(readiness wanted, boost::asio::any_io_executor const& home, wait_handler handler) override;
  bool is_idle() override;
  bool is_drained() const noexcept override;
  void close() noexcept override;

  // OpenSSL's callbacks.
  static int on_verify(int verified, X509_STORE_CTX* chain);
  static int on_new_session(SSL* ssl, SSL_SESSION* session);

 private:
  struct ssl_free {
    void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
  };

  void expect_host(std::string const& host);
  void resume(ticket_stack& tickets);
  void keep_session();
  bool is_usable(boost::system::error_code& failure) const;
  /// One call of OpenSSL; its outcome but for the bytes.
  template <class Call>
  step drive(Call call, boost::system::error_code& failure);
  /// The same between begin() and end() of the BIO.
  template <class Call>
  step drive_on(Call call, boost::system::error_code& failure);
  step outcome(int code, boost::system::error_code& failure);
  boost::system::error_code cause_of(int code) const;
  step write_record(std::span<char const> from, std::size_t& put, boost::system::error_code& failure);
  step read_records(std::span<char> into, boost::system::error_code& failure);
  step read_pieces(read_sink& sink, boost::system::error_code& failure);
  bool has_more() const;
  bool is_between_records() const;
  void release_buffers();

  std::shared_ptr<tls_context> context_;
  std::unique_ptr<byte_stream> lower_;
  stream_bio bio_;
  std::unique_ptr<SSL, ssl_free> ssl_;
  std::shared_ptr<ticket_stack> tickets_;
  std::unique_ptr<tls_refusal> refusal_;
  origin where_;
  boost::system::error_code broken_;
  boost::system::error_code unwritable_;  ///< the stream below takes no more; what came before may be read
  bool write_pending_ = false;
  bool got_ticket_ = false;  ///< and OpenSSL keeps a buffer since
  bool has_unread_ = false;  ///< the next read has something to tell, whatever the stream below says
};

}  // namespace hai::net
