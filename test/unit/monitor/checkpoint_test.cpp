// The JSON that a monitor goes on from: what is written is read, and what is wrong is named.

#include "monitor/checkpoint.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <hai/error.hpp>

namespace hai::detail {
namespace {

namespace json = boost::json;

checkpoint some() {
  checkpoint from;
  from.watched["a"].next_index = 7;
  from.watched["b"].next_index = 0;
  from.ended["c"].next_index = 12;
  from.unwatched.insert("d");
  from.parents.insert("c");
  return from;
}

TEST(Checkpoint, IsReadAsItWasWritten) {
  auto const text = json::serialize(to_json(some()));
  auto const read = read_checkpoint(json::parse(text));
  EXPECT_TRUE(read.events);
  EXPECT_EQ(read.until, until::settled);
  EXPECT_EQ(read.watched, some().watched);
  EXPECT_EQ(read.ended, some().ended);
  EXPECT_EQ(read.unwatched, some().unwatched);
  EXPECT_EQ(read.parents, some().parents);
}

TEST(Checkpoint, KeepsStatesWhereEventsAreNotFollowed) {
  checkpoint from;
  from.events = false;
  from.until = until::terminal;
  from.watched["a"].state = session_state::paused;
  from.watched["b"];
  from.ended["c"].state = session_state("newer_state");
  auto const read = read_checkpoint(to_json(from));
  EXPECT_FALSE(read.events);
  EXPECT_EQ(read.until, until::terminal);
  EXPECT_EQ(read.watched, from.watched);
  EXPECT_EQ(read.ended, from.ended);
}

TEST(Checkpoint, NamesWhatIsWrong) {
  struct row {
    char const* path;
    char const* value;
    char const* told;
  };
  for (row const& each : std::initializer_list<row>{
           {"version", "2", "version is not 1"},
           {"version", R"("1")", "version is not 1"},
           {"events", "1", "events is neither true nor false"},
           {"until", R"("never")", "until is neither settled nor terminal"},
           {"watched", "[]", "watched is no object"},
           {"watched", R"({"x":-1})", "watched: \"x\" is no index"},
           {"watched", R"({"x":1.5})", "watched: \"x\" is no index"},
           {"watched", R"({"x":null})", "watched: \"x\" is no index"},
           {"watched", R"({"":1})", "watched has a session without an id"},
           {"ended", R"({"y":"9"})", "ended: \"y\" is no index"},
           {"unwatched", "{}", "unwatched is no array"},
           {"parents", "[1]", "parents holds what is no id"},
       }) {
    json::value broken = to_json(some());
    broken.as_object()[each.path] = json::parse(each.value);
    try {
      read_checkpoint(broken);
      ADD_FAILURE() << each.told;
    } catch (error const& refusal) {
      EXPECT_EQ(refusal.code(), errc::invalid_argument);
      EXPECT_NE(std::string(refusal.what()).find(each.told), std::string::npos) << refusal.what();
    }
  }
}

TEST(Checkpoint, MissesNothing) {
  for (auto const* name : {"version", "events", "until", "watched", "ended", "unwatched", "parents"}) {
    json::value broken = to_json(some());
    broken.as_object().erase(name);
    EXPECT_THROW(read_checkpoint(broken), error) << name;
  }
  EXPECT_THROW(read_checkpoint(json::value("text")), error);
}

TEST(Checkpoint, RefusesAStateThatIsNoText) {
  checkpoint from;
  from.events = false;
  json::value broken = to_json(from);
  broken.as_object()["watched"] = json::parse(R"({"a":3})");
  EXPECT_THROW(read_checkpoint(broken), error);
}

}  // namespace
}  // namespace hai::detail
