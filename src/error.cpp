#include <boost/asio/error.hpp>

#include <hai/error.hpp>

namespace hai {
namespace {

class category final : public boost::system::error_category {
 public:
  char const* name() const noexcept override { return "hai"; }

  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::no_api_key:
        return "no API key";
      case errc::invalid_argument:
        return "invalid argument";
      case errc::unauthorized:
        return "unauthorized";
      case errc::forbidden:
        return "forbidden";
      case errc::not_found:
        return "not found";
      case errc::conflict:
        return "conflict";
      case errc::invalid_request:
        return "invalid request";
      case errc::rate_limited:
        return "rate limited";
      case errc::server_error:
        return "server error";
      case errc::bad_reply:
        return "unusable reply";
      case errc::bad_json:
        return "invalid JSON";
      case errc::body_too_large:
        return "body too large";
      case errc::reply_lost:
        return "reply lost";
      case errc::connect_failed:
        return "connect failed";
      case errc::certificate:
        return "certificate not verified";
      case errc::timed_out:
        return "timed out";
      case errc::gave_up:
        return "gave up";
      case errc::already_waiting:
        return "already waiting";
      case errc::closed:
        return "closed";
      case errc::answer_mismatch:
        return "answer mismatch";
    }
    return "unknown error";
  }
};

}  // namespace

boost::system::error_category const& error_category() noexcept {
  static category const instance;
  return instance;
}

boost::system::error_code make_error_code(errc code) noexcept {
  return boost::system::error_code(static_cast<int>(code), error_category());
}

bool is_transient(boost::system::error_code code) noexcept {
  namespace net_error = boost::asio::error;
  if (code.category() == error_category()) {
    switch (static_cast<errc>(code.value())) {
      case errc::rate_limited:
      case errc::server_error:
      case errc::bad_reply:
      case errc::bad_json:
      case errc::body_too_large:
      case errc::reply_lost:
      case errc::connect_failed:
      case errc::timed_out:
        return true;
      default:
        return false;
    }
  }
  return code && code != net_error::operation_aborted;
}

struct error::text_and_facts {
  std::string message;
  reply_facts facts;
};

error::error(boost::system::error_code code, std::string message)
    : error(code, std::move(message), reply_facts()) {}

error::error(boost::system::error_code code, std::string message, reply_facts facts)
    : boost::system::system_error(code),
      shared_(std::make_shared<text_and_facts const>(text_and_facts{std::move(message), std::move(facts)})) {}

char const* error::what() const noexcept { return shared_->message.c_str(); }
int error::status() const noexcept { return shared_->facts.status; }
std::string const& error::detail() const noexcept { return shared_->facts.detail; }
std::string const& error::request_id() const noexcept { return shared_->facts.request_id; }
std::optional<std::chrono::seconds> error::retry_after() const noexcept { return shared_->facts.retry_after; }
std::string const& error::body() const noexcept { return shared_->facts.body; }

error to_error(std::exception_ptr failure) {
  if (!failure) return error(boost::system::error_code(), "no error");
  try {
    std::rethrow_exception(failure);
  } catch (error const& known) {
    return known;
  } catch (boost::system::system_error const& known) {
    return error(known.code(), known.what());
  } catch (std::exception const& unknown) {
    return error(errc::bad_reply, unknown.what());
  } catch (...) {
    return error(errc::bad_reply, "an exception of an unknown type");
  }
}

}  // namespace hai
