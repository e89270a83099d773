#pragma once

#include <boost/json/fwd.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <hai/detail/export.hpp>
#include <memory>
#include <string>
#include <vector>

#include <hai/sim/account.hpp>
#include <hai/sim/script.hpp>

namespace hai::sim {

enum class certificate_kind {
  valid,       ///< for localhost, 127.0.0.1 and ::1
  expired,     ///< ended yesterday
  wrong_host,  ///< for another name
  unknown_ca   ///< signed by a CA that `ca_file` does not hold
};

enum class body_framing { content_length, chunked, close_delimited };

/// How a simulated platform behaves. Every setter has a default that suits a test.
class HAI_EXPORT platform_options {
 public:
  using duration = std::chrono::nanoseconds;
  using create_handler = std::function<script(boost::json::object const& request)>;
  using request_handler = std::function<void(request_record const&)>;

  platform_options();

  /// @name Where it listens
  /// @{
  platform_options& port(std::uint16_t);     ///< on loopback; 0 (default): any free one
  platform_options& base_path(std::string);  ///< e.g. `/some/prefix`; part of `url()`
  platform_options& tls(bool);               ///< off: plain HTTP
  platform_options& certificate(certificate_kind);
  platform_options& session_tickets(bool);      ///< TLS resumption; on
  platform_options& ca_file(std::string path);  ///< where to write the CA; a temporary file when not said
  /// @}

  /// @name The API
  /// @{
  platform_options& api_key(std::string);
  platform_options& another_api_key(std::string);    ///< accepted too
  platform_options& page_cap(std::size_t events);    ///< the server's own cap of a page of /changes; 100
  platform_options& max_wait(std::chrono::seconds);  ///< a longer `wait_for_seconds` is a 422; 25 s
  /// Whether the 204 past the end of a settled session comes at once; off: after the wait.
  platform_options& empty_after_end(bool at_once);
  /// On; off: only on the page with the answer's event, and in snapshots.
  platform_options& answer_on_every_page(bool);
  platform_options& message_lag(duration);  ///< between the 202 and its effect; zero
  platform_options& command_lag(duration);  ///< the same for commands and tool results
  /// How long POST /sessions takes. Until then another one with the same Idempotency-Key is a 409 with
  /// `Retry-After: 2`; zero.
  platform_options& create_time(duration);
  platform_options& concurrency_limit(std::size_t);  ///< sessions at work; 0 (default): no limit
  /// The script of a session made by POST /sessions. Default: a lifelike one, or, for a request with tools,
  /// an answer format or an idle timeout, one that calls the tools, answers so and rests. Called on the
  /// platform's strand; it must not call the platform. What it throws is a 500.
  platform_options& on_create(create_handler);
  /// @}

  /// @name HTTP
  /// @{
  platform_options& framing(body_framing);
  platform_options& gzip(bool);        ///< compress where the client accepts it; off
  platform_options& keep_alive(bool);  ///< on
  /// @}

  /// @name Time, chance, records
  /// @{
  platform_options& seed(std::uint64_t);
  /// Time stands still but for `platform::advance`; timestamps start at 2026-01-01T00:00:00Z.
  platform_options& manual_time(bool);
  platform_options& recorded_requests(std::size_t);  ///< kept in `account::recent`; 4096
  /// Called on the platform's strand for each request received whole, before it is processed, and for each
  /// poll that begins to wait. They may call the platform.
  platform_options& on_request(request_handler);
  platform_options& on_parked(request_handler);
  /// @}

  struct values;
  values const& get() const { return *values_; }

 private:
  values& edit();
  std::shared_ptr<values> values_;
};

/// What the setters have set.
struct platform_options::values {
  std::uint16_t port = 0;
  std::string base_path, ca_file;
  bool tls = true, session_tickets = true;
  certificate_kind certificate = certificate_kind::valid;
  std::vector<std::string> api_keys{"hk-simulated"};
  std::size_t page_cap = 100, concurrency_limit = 0, recorded_requests = 4096;
  std::chrono::seconds max_wait{25};
  bool empty_after_end_at_once = false, answer_on_every_page = true, gzip = false, keep_alive = true,
       manual_time = false;
  duration message_lag{}, command_lag{}, create_time{};
  body_framing framing = body_framing::content_length;
  std::uint64_t seed = 1;
  create_handler on_create;
  request_handler on_request, on_parked;
};

}  // namespace hai::sim
