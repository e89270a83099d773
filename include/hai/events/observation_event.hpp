#pragma once

#include <boost/json/object.hpp>
#include <hai/detail/export.hpp>
#include <hai/events/textual_web_observation.hpp>
#include <hai/events/web_observation.hpp>
#include <hai/image_content.hpp>
#include <optional>
#include <string>

namespace hai {

/// What the agent saw.
struct HAI_EXPORT observation_event {
  /// "web", "textual_web", "desktop", …
  std::optional<std::string> type;
  /// Empty on most observations: a page's text is in the metadata.
  std::optional<std::string> text;
  /// The screenshot, where there is one.
  std::optional<image_content> image;
  /// The rest, in a shape that `type` tells.
  boost::json::object metadata;

  /// The metadata as fields, if this is a "web" observation.
  std::optional<web_observation> web() const;
  /// The metadata as fields, if this is a "textual_web" observation.
  std::optional<textual_web_observation> textual_web() const;
};

}  // namespace hai
