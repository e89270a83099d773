#include <boost/json/value.hpp>
#include <hai/detail/start_operation.hpp>
#include <hai/event.hpp>
#include <hai/page.hpp>
#include <hai/quota_status.hpp>
#include <hai/run_result.hpp>
#include <hai/session.hpp>
#include <hai/session_changes.hpp>
#include <hai/session_resource.hpp>
#include <hai/session_status.hpp>
#include <hai/session_summary.hpp>
#include <optional>
#include <string>

// start_operation for what the library's own operations return; a user's translation unit only links to
// these.

namespace hai::detail {

#define HAI_START(T)                                                                     \
  template HAI_EXPORT void start_operation<T>(asio::any_io_executor, asio::awaitable<T>, \
                                              asio::any_completion_handler<completion_signature<T>>)

HAI_START(void);
HAI_START(int);
HAI_START(session);
HAI_START(session_status);
HAI_START(session_resource);
HAI_START(run_result);
HAI_START(std::optional<session_changes>);
HAI_START(std::string);
HAI_START(boost::json::value);
HAI_START(quota_status);
HAI_START(page<session_summary>);
HAI_START(std::optional<session_summary>);
HAI_START(page<event>);
HAI_START(std::optional<event>);

#undef HAI_START

}  // namespace hai::detail
