#include "net/connector.hpp"

#include <hai/error.hpp>

#include "net/address_race.hpp"
#include "net/connect_failure.hpp"
#include "net/duration_text.hpp"
#include "net/proxy_tunnel.hpp"
#include "net/side_task.hpp"
#include "net/tls_context.hpp"
#include "net/tls_stream.hpp"

namespace hai::net {
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

using stream_ptr = std::unique_ptr<byte_stream>;
using addresses = std::vector<asio::ip::tcp::endpoint>;

[[noreturn]] void too_slow(std::string const& what, duration limit) {
  throw error(errc::timed_out, what + " took longer than " + duration_text(limit));
}

// A look-up says nothing of the server; but it too needs a descriptor.
connect_failure look_up_failed(std::string const& host, error_code cause) {
  bool const is_short = shortage_of(cause) == shortage::certain;
  return connect_failure("looking up the host " + host + " failed: " + cause.message() +
                             (is_short ? "; this process may not open more files (ulimit -n)"
                                       : "; check its spelling and this machine's DNS"),
                         is_short ? shortage::certain : shortage::none);
}

asio::awaitable<addresses> look_up(std::shared_ptr<system> machine, std::string host, std::uint16_t port) {
  co_return co_await machine->resolve(std::move(host), port);
}

asio::awaitable<std::unique_ptr<tls_stream>> secured(std::shared_ptr<tls_context> context, stream_ptr lower,
                                                     origin where) {
  auto stream = std::make_unique<tls_stream>(std::move(context), std::move(lower), where);
  co_await stream->handshake();
  co_return stream;
}

class direct_connector final : public connector {
 public:
  direct_connector(std::shared_ptr<system> machine, tls_options const& tls)
      : machine_(std::move(machine)), context_(std::make_shared<tls_context>(tls)) {}

  // What runs owns what it uses: the connector may go away before the coroutine has begun.
  asio::awaitable<connected> connect(origin where, std::optional<proxy> through,
                                     connect_limits limits) override {
    return connect_with(machine_, context_, std::move(where), std::move(through), limits);
  }

 private:
  static asio::awaitable<connected> connect_with(std::shared_ptr<system> machine,
                                                 std::shared_ptr<tls_context> context, origin where,
                                                 std::optional<proxy> through, connect_limits limits) {
    std::string const host = through ? through->host : where.host;
    std::uint16_t const port = through ? through->port : where.port;
    auto const name = (through ? "the proxy " : "") + host + " port " + std::to_string(port);

    auto found = co_await resolve(machine, host, port, limits.resolve);
    connected result;
    result.stream = co_await connect_to_any(machine, std::move(found), name, limits.connect);
    if (through)
      result.stream =
          co_await tunnelled(machine, std::move(result.stream), where, *through, limits.handshake);
    if (!where.tls) co_return result;

    auto shaken =
        co_await within_limit(*machine, limits.handshake, secured(context, std::move(result.stream), where));
    if (!shaken) too_slow("the TLS handshake with " + authority(where), limits.handshake);
    result.tls_resumed = (*shaken)->resumed();
    result.stream = std::move(*shaken);
    co_return result;
  }

  static asio::awaitable<addresses> resolve(std::shared_ptr<system> machine, std::string host,
                                            std::uint16_t port, duration limit) {
    std::optional<addresses> found;
    error_code cause;
    try {
      found = co_await within_limit(*machine, limit, look_up(machine, host, port));
    } catch (boost::system::system_error const& failure) {
      if (failure.code() == asio::error::operation_aborted) throw;
      cause = failure.code();
    }
    if (cause) throw look_up_failed(host, cause);
    if (!found) too_slow("looking up the host " + host, limit);
    if (found->empty()) throw error(errc::connect_failed, "the host " + host + " has no address");
    co_return std::move(*found);
  }

  static asio::awaitable<stream_ptr> tunnelled(std::shared_ptr<system> machine, stream_ptr stream,
                                               origin where, proxy through, duration limit) {
    auto const name = through.host + " port " + std::to_string(through.port);
    auto opened =
        co_await within_limit(*machine, limit, open_tunnel(std::move(stream), where, std::move(through)));
    if (!opened) too_slow("the answer of the proxy " + name + " to CONNECT", limit);
    co_return std::move(*opened);
  }

  std::shared_ptr<system> machine_;
  std::shared_ptr<tls_context> context_;
};

}  // namespace

std::shared_ptr<connector> make_connector(std::shared_ptr<system> machine, tls_options const& tls) {
  return std::make_shared<direct_connector>(std::move(machine), tls);
}

}  // namespace hai::net
