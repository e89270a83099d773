#include "unit/observe/metrics_text.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <set>
#include <sstream>

namespace hai::test {
namespace {

bool is_name(std::string const& text) {
  auto const legal = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == ':'; };
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
         std::all_of(text.begin(), text.end(), legal);
}

double number(std::string const& text, bool& sound) {
  if (text == "+Inf") return std::numeric_limits<double>::infinity();
  char* end = nullptr;
  double const value = std::strtod(text.c_str(), &end);
  sound = !text.empty() && *end == '\0' && std::isfinite(value);
  return value;
}

}  // namespace

metrics_text::metrics_text(std::string const& text) {
  if (text.empty() || text.back() != '\n') wrong("it does not end with a line break");
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) read_line(line);
  check_histograms();
}

double metrics_text::at(std::string const& sample) const {
  auto const found = samples_.find(sample);
  return found == samples_.end() ? -1 : found->second;
}

std::size_t metrics_text::samples_of(std::string const& name) const {
  return static_cast<std::size_t>(std::count_if(samples_.begin(), samples_.end(), [&](auto const& each) {
    return each.first == name || each.first.starts_with(name + "{");
  }));
}

void metrics_text::read_line(std::string const& line) {
  if (line.starts_with("#"))
    read_comment(line);
  else
    read_sample(line);
}

void metrics_text::read_comment(std::string const& line) {
  std::istringstream words(line);
  std::string hash, keyword, name, type;
  words >> hash >> keyword >> name >> type;
  if (!is_name(name)) wrong("illegal name: " + line);
  if (keyword == "HELP") {
    helped_ = name;
    return;
  }
  if (keyword != "TYPE" || helped_ != name) wrong("TYPE without HELP before it: " + line);
  if (type != "counter" && type != "gauge" && type != "histogram") wrong("unknown type: " + line);
  if ((type == "counter") != name.ends_with("_total"))
    wrong("counters, and they alone, end in _total: " + name);
  if (!types_.emplace(name, type).second) wrong("family twice: " + name);
  family_ = name;
}

std::string metrics_text::read_labels(std::string const& line, std::size_t& at, std::string& bound) {
  std::set<std::string> names;
  std::string others;
  ++at;
  while (at < line.size() && line[at] != '}') {
    auto const equals = line.find("=\"", at);
    if (equals == line.npos) return wrong("label without a value: " + line), others;
    std::string const name = line.substr(at, equals - at);
    if (!is_name(name) || !names.insert(name).second) wrong("illegal or doubled label: " + line);
    at = equals + 2;
    std::string value;
    for (; at < line.size() && line[at] != '"'; ++at) {
      if (line[at] == '\\' &&
          (++at >= line.size() || std::string("\\\"n").find(line[at]) == std::string::npos))
        wrong("illegal escape: " + line);
      value += line[at];
    }
    ++at;
    if (name == "le")
      bound = value;
    else
      others += name + "=" + value + ";";
    if (at < line.size() && line[at] == ',') ++at;
  }
  if (at >= line.size()) wrong("labels without an end: " + line);
  ++at;
  return others;
}

void metrics_text::read_sample(std::string const& line) {
  std::size_t at = line.find_first_of("{ ");
  if (at == line.npos) return wrong("no sample: " + line);
  std::string const name = line.substr(0, at);
  std::string bound, others;
  if (line[at] == '{') others = read_labels(line, at, bound);
  std::string const key = line.substr(0, at);
  if (at >= line.size() || line[at] != ' ') return wrong("no value: " + line);
  bool sound = true;
  double const value = number(line.substr(at + 1), sound);
  if (!sound) wrong("no number: " + line);
  if (!samples_.emplace(key, value).second) wrong("sample twice: " + key);
  std::string const type = types_.count(family_) > 0 ? types_.at(family_) : "none";
  bool const is_part = type == "histogram" && (name == family_ + "_bucket" || name == family_ + "_sum" ||
                                               name == family_ + "_count");
  if (name != family_ ? !is_part : type == "histogram") wrong("sample outside its family: " + line);
  if (name == family_ + "_bucket") buckets_[family_ + ";" + others].emplace_back(bound, value);
  if (name == family_ + "_count") {
    auto const& own = buckets_[family_ + ";" + others];
    if (own.empty() || own.back().first != "+Inf" || own.back().second != value)
      wrong("count is not the last bucket: " + line);
  }
}

void metrics_text::check_histograms() {
  for (auto const& [of, own] : buckets_) {
    double bound = -1, count = 0;
    for (auto const& [text, value] : own) {
      bool sound = true;
      double const next = number(text, sound);
      if (!sound || next <= bound || value < count) wrong("buckets do not grow: " + of);
      bound = next;
      count = value;
    }
    auto const family = of.substr(0, of.find(';'));
    if (samples_of(family + "_sum") == 0) wrong("no sum: " + of);
  }
}

}  // namespace hai::test
