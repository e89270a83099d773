#include "monitor/child_looks.hpp"

namespace hai::detail {
namespace {

constexpr std::chrono::seconds between_looks{30};

}  // namespace

void child_looks::plan(std::string const& id, net::time_point due) {
  auto const [found, is_new] = due_.try_emplace(id, due);
  if (!is_new) {
    line_.erase({found->second, id});
    found->second = due;
  }
  line_.emplace(due, id);
}

void child_looks::add(std::string const& id, net::time_point now) {
  last_.erase(id);
  ended_at_.erase(id);
  plan(id, now);
}

void child_looks::ended(std::string const& id, net::time_point now) {
  last_.insert(id);
  ended_at_[id] = now;
  plan(id, now);
}

void child_looks::remove(std::string const& id) {
  auto const found = due_.find(id);
  if (found == due_.end()) return;
  line_.erase({found->second, id});
  due_.erase(found);
  last_.erase(id);
  ended_at_.erase(id);
}

std::optional<child_looks::turn> child_looks::next() const {
  if (line_.empty()) return std::nullopt;
  return turn{line_.begin()->second, line_.begin()->first};
}

void child_looks::looked(std::string const& id, net::time_point asked, net::time_point now) {
  if (!due_.contains(id)) return;
  auto const ended = ended_at_.find(id);
  if (ended == ended_at_.end()) return plan(id, now + between_looks);
  if (asked >= ended->second) remove(id);  // else the look began before the end: once more
}

}  // namespace hai::detail
