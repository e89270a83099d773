#pragma once

#include <hai/agents.hpp>

#include <functional>
#include <memory>
#include <string>

#include "fleet.hpp"
#include "guard.hpp"
#include "http.hpp"
#include "screens.hpp"
#include "silence.hpp"

namespace dashboard {

/// What each path of the server answers. Lives on one thread.
class routes : public std::enable_shared_from_this<routes> {
 public:
  routes(hai::client client, std::shared_ptr<fleet> cards, std::shared_ptr<silence const> platform,
         guard who_may, std::function<std::string()> metrics);

  boost::asio::awaitable<reply> answer(request asked);

 private:
  boost::asio::awaitable<reply> get(request asked);
  boost::asio::awaitable<reply> picture(std::string session_id, std::string index);
  boost::asio::awaitable<reply> command(request asked);
  reply fleet_events(request const& asked);
  reply timeline_events(request const& asked);

  hai::client client_;
  std::shared_ptr<fleet> cards_;
  std::shared_ptr<silence const> platform_;
  guard guard_;
  std::function<std::string()> metrics_;
  screens screens_;
};

}  // namespace dashboard
