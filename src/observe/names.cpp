#include "observe/names.hpp"

#include <boost/asio/error.hpp>
#include <hai/errc.hpp>

namespace hai::observe {
namespace {

std::string_view name_of(errc failure) {
  switch (failure) {
    case errc::no_api_key:
      return "no_api_key";
    case errc::invalid_argument:
      return "invalid_argument";
    case errc::unauthorized:
      return "unauthorized";
    case errc::forbidden:
      return "forbidden";
    case errc::not_found:
      return "not_found";
    case errc::conflict:
      return "conflict";
    case errc::invalid_request:
      return "invalid_request";
    case errc::rate_limited:
      return "rate_limited";
    case errc::server_error:
      return "server_error";
    case errc::bad_reply:
      return "bad_reply";
    case errc::bad_json:
      return "bad_json";
    case errc::body_too_large:
      return "body_too_large";
    case errc::reply_lost:
      return "reply_lost";
    case errc::connect_failed:
      return "connect_failed";
    case errc::certificate:
      return "certificate";
    case errc::timed_out:
      return "timed_out";
    case errc::gave_up:
      return "gave_up";
    case errc::already_waiting:
      return "already_waiting";
    case errc::closed:
      return "closed";
    case errc::answer_mismatch:
      return "answer_mismatch";
  }
  return "error";
}

}  // namespace

std::string_view failure_name(boost::system::error_code failure) {
  if (failure == boost::asio::error::operation_aborted) return "cancelled";
  if (failure.category() == error_category()) return name_of(static_cast<errc>(failure.value()));
  return "error";
}

std::string_view name_of(observed::close_reason reason) {
  switch (reason) {
    case observed::close_reason::idle_expired:
      return "idle_expired";
    case observed::close_reason::lifetime:
      return "lifetime";
    case observed::close_reason::evicted:
      return "evicted";
    case observed::close_reason::server_closed:
      return "server_closed";
    case observed::close_reason::failed:
      return "failed";
    case observed::close_reason::cancelled:
      return "cancelled";
    case observed::close_reason::client_released:
      break;
  }
  return "client_released";
}

std::string_view name_of(observed::handshake kind) {
  switch (kind) {
    case observed::handshake::full:
      return "full";
    case observed::handshake::resumed:
      return "resumed";
    case observed::handshake::none:
      break;
  }
  return "none";
}

std::string_view name_of(observed::stream_ended::how outcome) {
  switch (outcome) {
    case observed::stream_ended::how::ended:
      return "ended";
    case observed::stream_ended::how::failed:
      return "failed";
    case observed::stream_ended::how::closed:
      break;
  }
  return "closed";
}

std::string_view name_of(observed::sweep_kind what) {
  switch (what) {
    case observed::sweep_kind::discovery:
      return "discovery";
    case observed::sweep_kind::subagents:
      return "subagents";
    case observed::sweep_kind::states:
      break;
  }
  return "states";
}

std::string_view outcome_of(observed::sweep_ended const& ended) {
  using how = observed::stream_ended::how;
  return name_of(ended.failure ? how::failed : how::closed);
}

}  // namespace hai::observe
