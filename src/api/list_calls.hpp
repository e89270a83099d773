#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>
#include <hai/event.hpp>
#include <hai/history_query.hpp>
#include <hai/page.hpp>
#include <hai/quota_status.hpp>
#include <hai/session_filter.hpp>
#include <hai/session_summary.hpp>
#include <string>

#include "api/calls.hpp"

namespace hai::api {

// Plain calls as those of calls.hpp, for what is not one session.

boost::asio::awaitable<page<session_summary>> list_sessions(caller who, session_filter filter);
/// The events are numbered where the order tells their numbers: oldest first, of every type.
boost::asio::awaitable<page<event>> get_history(caller who, std::string session_path, history_query query);
boost::asio::awaitable<quota_status> get_quota(caller who);
/// Any route: see client::request.
boost::asio::awaitable<boost::json::value> request_route(caller who, std::string method, std::string target,
                                                         boost::json::value body);

}  // namespace hai::api
