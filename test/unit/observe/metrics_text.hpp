#pragma once

#include <map>
#include <string>
#include <vector>

namespace hai::test {

/// A text in Prometheus's exposition format, read by the rules of version 0.0.4: each family once, HELP, then
/// TYPE, then its samples; legal names and escapes; no sample twice; counters that end in _total; histograms
/// with growing buckets up to +Inf, a count that is the last of them, and a sum.
class metrics_text {
 public:
  /// What breaks the rules goes into errors().
  explicit metrics_text(std::string const& text);

  std::vector<std::string> const& errors() const { return errors_; }
  /// The value of one sample, as `name{label="value",…}` with the labels as written; -1: there is none.
  double at(std::string const& sample) const;
  bool has_family(std::string const& name) const { return types_.count(name) > 0; }
  std::size_t families() const { return types_.size(); }
  std::size_t samples_of(std::string const& name) const;

 private:
  void read_line(std::string const& line);
  void read_comment(std::string const& line);
  void read_sample(std::string const& line);
  std::string read_labels(std::string const& line, std::size_t& at, std::string& bound);
  void check_histograms();
  void wrong(std::string const& what) { errors_.push_back(what); }

  std::string helped_, family_;
  std::map<std::string, std::string> types_;
  std::map<std::string, double> samples_;
  std::map<std::string, std::vector<std::pair<std::string, double>>> buckets_;  ///< by labels but le
  std::vector<std::string> errors_;
};

}  // namespace hai::test
