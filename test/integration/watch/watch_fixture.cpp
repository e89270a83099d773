#include "integration/watch/watch_fixture.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include "model/single_line.hpp"

namespace hai::test {
namespace {

namespace json = boost::json;

constexpr std::string_view event_mark = ",\"event\":";

json::value parsed(std::string const& line) {
  json::parse_options lenient;
  lenient.max_depth = 1024;
  boost::system::error_code failed;
  json::value value = json::parse(line, failed, {}, lenient);
  EXPECT_FALSE(failed) << failed.message() << ": " << line;
  return value;
}

/// `{"session":…,"index":…` up to the event, closed.
std::string head_of(std::string const& line, std::size_t mark) { return line.substr(0, mark) + '}'; }

}  // namespace

std::string const watch_fixture::program = HAI_WATCH_PROGRAM;

std::size_t count_of(std::string const& word, std::string const& text) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++count;
  return count;
}

std::vector<std::string> lines_of(std::string const& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t const end = text.find('\n', at);
    if (end == text.npos) {
      ADD_FAILURE() << "cut line: " << text.substr(at);
      break;
    }
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::map<std::string, told_of_session> read_json_lines(std::string const& text) {
  std::map<std::string, told_of_session> told;
  for (std::string const& line : lines_of(text)) {
    std::size_t const mark = line.find(event_mark);
    if (mark == line.npos) {
      json::value const item = parsed(line);
      told_of_session& session = told[json::value_to<std::string>(item.at("session"))];
      EXPECT_EQ(item.as_object().size(), 2u) << line;
      if (auto const* end = item.as_object().if_contains("end"))
        session.ends.push_back(*end);
      else
        session.failures.push_back(item.at("failure"));
      continue;
    }
    json::value const head = parsed(head_of(line, mark));
    told_of_session& session = told[json::value_to<std::string>(head.at("session"))];
    session.indexes.push_back(head.at("index").to_number<std::uint64_t>());
    std::size_t const begin = mark + event_mark.size();
    session.events.push_back(line.substr(begin, line.size() - 1 - begin));
    EXPECT_TRUE(session.ends.empty() && session.failures.empty()) << "an event after the end: " << line;
  }
  return told;
}

std::vector<std::string> watch_fixture::arguments(sim::platform const& platform,
                                                  std::vector<std::string> more) const {
  std::vector<std::string> all{"--base-url", platform.url(), "--ca-file", platform.ca_file()};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::map<std::string, std::string> watch_fixture::with_key(sim::platform const& platform) const {
  return {{"HAI_API_KEY", platform.api_key()}};
}

void watch_fixture::expect_all_events(sim::platform const& platform, std::string const& id,
                                      told_of_session const& told, std::size_t from) const {
  std::vector<std::string> const all = platform.events(id);
  ASSERT_GT(all.size(), from) << id;
  ASSERT_EQ(told.events.size(), all.size() - from) << id;
  for (std::size_t i = 0; i < told.events.size(); ++i) {
    EXPECT_EQ(told.indexes[i], from + i) << id;
    EXPECT_EQ(told.events[i], model::single_line(all[from + i])) << id;
  }
}

}  // namespace hai::test
