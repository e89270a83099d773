#include "screens.hpp"

namespace dashboard {
namespace asio = boost::asio;

namespace {

constexpr std::size_t most_bytes = std::size_t(64) << 20;

/// By the bytes themselves: what an agent says of its pictures is not to be believed.
std::string media_type_of(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.starts_with("RIFF") && bytes.substr(8).starts_with("WEBP")) return "image/webp";
  return {};
}

}  // namespace

asio::awaitable<std::optional<screens::picture>> screens::get(std::string session_id, std::uint64_t index,
                                                              hai::image_content where) {
  key const wanted{session_id, index};
  if (auto const found = known_.find(wanted); found != known_.end()) co_return found->second->shot;
  hai::session const session = client_.session(session_id);
  picture shot;
  shot.bytes = co_await session.download(std::move(where));
  shot.media_type = media_type_of(shot.bytes);
  if (shot.media_type.empty()) co_return std::nullopt;
  keep(wanted, shot);
  co_return shot;
}

void screens::keep(key of, picture shot) {
  if (known_.count(of)) return;
  bytes_ += shot.bytes.size();
  recent_.push_front({of, std::move(shot)});
  known_[of] = recent_.begin();
  for (; bytes_ > most_bytes && recent_.size() > 1; recent_.pop_back()) {
    bytes_ -= recent_.back().shot.bytes.size();
    known_.erase(recent_.back().of);
  }
}

}  // namespace dashboard
