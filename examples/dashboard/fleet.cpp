#include "fleet.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace dashboard {
namespace asio = boost::asio;

namespace {

constexpr std::size_t ended_cards_shown = 200;
constexpr std::size_t departures_known = 1000;

}  // namespace

/// Generations go on from those of an earlier run of the server, which a browser may still know.
fleet::fleet(asio::any_io_executor executor)
    : forgotten_until_(static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                                      std::chrono::system_clock::now().time_since_epoch())
                                                      .count())),
      generation_(forgotten_until_ + 1),
      news_(std::move(executor)) {}

void fleet::take_in(hai::monitor_item const& item) {
  card& one = cards_[item.session_id()];
  one.id = item.session_id();
  if (std::exchange(one.is_over, false)) std::erase(over_, one.id);
  if (item.event()) show(one, *item.event());
  if (item.end()) show(one, *item.end());
  if (item.failure()) show(one, *item.failure());
  one.changed_in = ++generation_;
  if (one.is_over) over_.push_back(one.id);
  if (over_.size() > ended_cards_shown) retire_oldest();
  news_.cancel();
}

void fleet::retire_oldest() {
  cards_.erase(over_.front());
  departures_.push_back({over_.front(), ++generation_});
  over_.pop_front();
  while (departures_.size() > departures_known) {
    forgotten_until_ = departures_.front().generation;
    departures_.pop_front();
  }
}

card const* fleet::find(std::string const& id) const {
  auto const found = cards_.find(id);
  return found == cards_.end() ? nullptr : &found->second;
}

std::string fleet::changes_since(std::uint64_t seen) const {
  bool const all = seen < forgotten_until_;
  boost::json::array cards, gone;
  for (auto const& [id, each] : cards_)
    if (all || each.changed_in > seen) cards.push_back(to_json(each));
  for (auto const& each : departures_)
    if (!all && each.generation > seen && !cards_.count(each.id)) gone.emplace_back(each.id);
  boost::json::object out{{"cards", std::move(cards)}, {"gone", std::move(gone)}};
  if (all) out["all"] = true;
  return boost::json::serialize(out);
}

asio::awaitable<void> fleet::wait_for_news(std::uint64_t seen, std::chrono::steady_clock::time_point latest) {
  while (generation_ <= seen && std::chrono::steady_clock::now() < latest) {
    boost::system::error_code woken;
    if (news_.expiry() < latest) news_.expires_at(latest);
    co_await news_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
}

}  // namespace dashboard
