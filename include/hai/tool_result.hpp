#pragma once

#include <boost/json/value.hpp>
#include <hai/detail/export.hpp>
#include <hai/tool_request.hpp>
#include <string>
#include <utility>

namespace hai {

/// The outcome of a tool call that an agent asked for, to give back with session::send_tool_results. It holds
/// the whole call: the server matches it by that.
class HAI_EXPORT tool_result {
 public:
  /// What the tool brought: any JSON.
  tool_result(tool_request call, boost::json::value result)
      : tool_req_(std::move(call)), value_(std::move(result)) {}

  /// The tool could not do it. The agent reads `message`; `who` says where the failure arose.
  static tool_result failure(tool_request call, std::string message, std::string who = "client") {
    tool_result failed(std::move(call), nullptr);
    failed.error_ = std::move(message);
    failed.origin_ = std::move(who);
    failed.is_error_ = true;
    return failed;
  }

  tool_request const& tool_req() const { return tool_req_; }
  bool is_error() const { return is_error_; }
  /// Of one that is no failure.
  boost::json::value const& result() const { return value_; }
  /// Of a failure.
  std::string const& error() const { return error_; }
  std::string const& origin() const { return origin_; }

 private:
  tool_request tool_req_;
  boost::json::value value_;
  std::string error_;
  std::string origin_;
  bool is_error_ = false;
};

}  // namespace hai
