#include "session/last_snapshot.hpp"

#include "model/replies.hpp"

namespace hai::detail {

bool last_snapshot::read_new_answer(model::envelope const& page, boost::json::value& answer) {
  if (!model::envelope::has(page.answer)) {
    answer_.clear();
    answer = nullptr;
    return true;
  }
  if (page.answer == answer_) return false;
  answer = model::read_answer(page);
  answer_ = page.answer;
  return true;
}

void last_snapshot::keep_metrics(model::envelope const& page) {
  if (model::envelope::has(page.metrics) && page.metrics != metrics_) metrics_ = page.metrics;
}

metrics last_snapshot::read_metrics() const {
  model::envelope only_metrics;
  only_metrics.status = "\"\"";
  only_metrics.metrics = metrics_;
  return model::read_snapshot(only_metrics).metrics;
}

}  // namespace hai::detail
