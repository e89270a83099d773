#pragma once

#include <boost/json/value.hpp>
#include <hai/metrics.hpp>
#include <string>

#include "model/envelope.hpp"

namespace hai::detail {

/// What a stream was last told beside events, as text: most pages repeat it, and what is repeated is not read
/// again. Pure.
class last_snapshot {
 public:
  /// Whether the page's answer is not that of the last page: it is in `answer` then, null where the page has
  /// none. Throws model::bad_document.
  bool read_new_answer(model::envelope const& page, boost::json::value& answer);
  /// The page counts as one that has not come.
  void forget_answer() { answer_.clear(); }

  /// Keeps the page's metrics, if it has any.
  void keep_metrics(model::envelope const& page);
  /// The metrics last told.
  metrics read_metrics() const;

 private:
  std::string answer_;
  std::string metrics_;
};

}  // namespace hai::detail
