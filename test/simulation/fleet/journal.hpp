#pragma once

#include <string>
#include <vector>

#include "net/system.hpp"

namespace hai::simulation {

/// What one world has to say: its exchange, when that is asked for, and what went wrong.
class journal {
 public:
  explicit journal(bool prints) : prints_(prints) {}

  bool prints() const { return prints_; }
  void note(net::duration at, std::string const& text) const;
  void wrong(net::duration at, std::string text);
  std::vector<std::string> const& wrongs() const { return wrongs_; }

 private:
  bool prints_;
  std::vector<std::string> wrongs_;
};

std::string in_seconds(net::duration span);

}  // namespace hai::simulation
