#pragma once

#include <map>
#include <string>

namespace bench {

/// A command line of "--name value" pairs. A program asks for each name it knows and then calls end(), which
/// ends it with a message and exit code 2 if there was another one.
class settings {
 public:
  settings(int argc, char** argv);

  std::string text(std::string const& name, std::string otherwise);
  long number(std::string const& name, long otherwise);
  void end() const;

 private:
  std::string program_;
  std::map<std::string, std::string> values_;
};

}  // namespace bench
