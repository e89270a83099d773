#pragma once

#include <hai/monitor_item.hpp>
#include <memory>
#include <string>
#include <utility>

namespace hai::detail {

/// The one way to make an item.
struct monitor_item_access {
  using id_type = std::shared_ptr<std::string const>;

  static monitor_item of_event(id_type id, event what) {
    return monitor_item(std::move(id), std::move(what));
  }
  static monitor_item of_end(id_type id, run_result result) {
    return monitor_item(std::move(id), std::make_shared<run_result const>(std::move(result)));
  }
  static monitor_item of_failure(id_type id, error why) {
    return monitor_item(std::move(id), std::move(why));
  }
};

}  // namespace hai::detail
