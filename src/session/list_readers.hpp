#pragma once

#include <boost/asio/system_executor.hpp>
#include <hai/event.hpp>
#include <hai/history_query.hpp>
#include <hai/session_filter.hpp>
#include <hai/session_summary.hpp>
#include <memory>
#include <string>

#include "api/list_calls.hpp"
#include "session/page_reader.hpp"

namespace hai::detail {

std::shared_ptr<page_reader<session_summary>> read_sessions(api::caller who, session_filter filter);
std::shared_ptr<page_reader<event>> read_history(api::caller who, std::string session_path,
                                                 history_query query);

}  // namespace hai::detail
