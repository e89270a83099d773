#include "session/session_page.hpp"

#include <algorithm>
#include <hai/error.hpp>
#include <hai/session_resource.hpp>
#include <memory>
#include <utility>

namespace hai::detail {
namespace {

/// For each attempt.
constexpr std::chrono::seconds patience{10};

}  // namespace

boost::asio::awaitable<std::optional<std::string>> ask_for_page(api::caller who, std::string session_path) {
  auto settings = std::make_shared<api::call_settings>(*who.settings);
  settings->timeout = std::min<std::chrono::milliseconds>(settings->timeout, patience);
  who.settings = std::move(settings);
  std::optional<std::string> page;
  try {
    session_resource resource = co_await api::get_session(std::move(who), std::move(session_path));
    page = std::move(resource.agent_view_url);
  } catch (error const&) {  // the end is known
  }
  co_return page;
}

}  // namespace hai::detail
