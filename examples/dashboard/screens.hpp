#pragma once

#include <hai/agents.hpp>

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace dashboard {

/// The latest screenshots, fetched with the server's key so that no page needs it. Bounded in bytes. Lives on
/// one thread.
class screens {
 public:
  struct picture {
    std::string bytes;
    std::string media_type;
  };

  explicit screens(hai::client client) : client_(std::move(client)) {}

  /// Empty: what is there is no PNG, JPEG or WebP. Throws what hai::session::download throws.
  boost::asio::awaitable<std::optional<picture>> get(std::string session_id, std::uint64_t index,
                                                     hai::image_content where);

 private:
  using key = std::pair<std::string, std::uint64_t>;
  struct entry {
    key of;
    picture shot;
  };

  void keep(key of, picture shot);

  hai::client client_;
  std::list<entry> recent_;  ///< the latest first
  std::map<key, std::list<entry>::iterator> known_;
  std::size_t bytes_ = 0;
};

}  // namespace dashboard
