#include "silence.hpp"

namespace dashboard {

namespace {

constexpr std::chrono::seconds worth_telling{20};

}  // namespace

void silence::on_request(hai::observed::request_done const& done) {
  if (done.status >= 200 && done.status < 300) last_word_ = clock::now();
}

std::chrono::seconds silence::lasting(clock::time_point now) const {
  auto const lasted = std::chrono::duration_cast<std::chrono::seconds>(now - last_word_);
  return lasted < worth_telling ? std::chrono::seconds(0) : lasted;
}

}  // namespace dashboard
