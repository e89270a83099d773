#pragma once

#include <boost/system/system_error.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>

#include <hai/detail/export.hpp>
#include <hai/errc.hpp>

namespace hai {

/// What this library throws, and hands to completion tokens as an exception_ptr.
///
/// what() names what was tried, the HTTP status where there was a reply, and the reason in the server's words
/// where it gave one: "GET /sessions/{id}/status: 404: Session not found". It never holds a key. A cancelled
/// operation fails with a plain boost::system::system_error of asio::error::operation_aborted instead.
class HAI_EXPORT error : public boost::system::system_error {
 public:
  /// What a reply said about the failure, beside its code.
  struct reply_facts {
    int status = 0;
    std::string detail;
    std::string request_id;
    std::optional<std::chrono::seconds> retry_after;
    std::string body;
  };

  /// `message` becomes what(), word for word.
  error(boost::system::error_code code, std::string message);
  error(boost::system::error_code code, std::string message, reply_facts facts);

  char const* what() const noexcept override;

  /// The HTTP status; 0 when there was no reply.
  int status() const noexcept;
  /// The server's own words; empty when it said nothing.
  std::string const& detail() const noexcept;
  /// The reply's x-request-id; empty when it has none. Quote it to the API's support.
  std::string const& request_id() const noexcept;
  /// How long the server asks to wait before another attempt.
  std::optional<std::chrono::seconds> retry_after() const noexcept;
  /// The reply's body as received, cut to 64 KiB.
  std::string const& body() const noexcept;

 private:
  struct text_and_facts;
  std::shared_ptr<text_and_facts const> shared_;  // copying an exception must not throw
};

/// Any failure as an error: an error stays what it is, another system_error keeps its code and text,
/// everything else becomes errc::bad_reply with its what(). A null pointer gives an error without a code.
/// @snippet functions.cpp to_error
HAI_EXPORT error to_error(std::exception_ptr failure);

}  // namespace hai
