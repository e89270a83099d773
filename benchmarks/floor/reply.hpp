#pragma once

#include <cstddef>
#include <string_view>

namespace bench {

/// One HTTP reply as the floor reads it: the status and the body, if all of it is there.
struct reply_slices {
  int status = 0;
  std::string_view body;
  bool whole = false;

  static reply_slices of(std::string_view text);
};

/// One event as the floor reads it: views, nothing decoded.
struct event_view {
  std::string_view text;
  std::string_view type;
  std::string_view timestamp;
  std::string_view kind;
  std::string_view data;
};

/// Reads the events of a page one after the other, by brackets and quotes alone.
class page_reader {
 public:
  explicit page_reader(std::string_view body);

  /// False: there are no more.
  bool next(event_view& into);

 private:
  std::string_view string();
  std::string_view value();
  std::string_view data(std::string_view& kind);
  void skip_string();

  char const* at_;
  char const* end_;
};

}  // namespace bench
