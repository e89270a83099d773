#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/bad_document.hpp"
#include "model/envelope_reader.hpp"
#include "unit/model/document_generator.hpp"
#include "unit/model/payload_files.hpp"

// The promise of read_envelope: whenever Boost.JSON accepts a body, the slices have its values; where only we
// accept, the defect lies inside an event's `data`.

namespace hai::model {
namespace {

namespace json = boost::json;

std::optional<json::value> boost_parse(std::string_view text) {
  json::parse_options options;
  options.max_depth = 256;
  boost::system::error_code failure;
  json::value parsed = json::parse(json::string_view(text.data(), text.size()), failure, {}, options);
  if (failure) return std::nullopt;
  return parsed;
}

std::optional<envelope> our_parse(std::string_view text, char const* events_member) {
  try {
    envelope slices;
    read_envelope(text, events_member, slices);
    return slices;
  } catch (bad_document const&) {
    return std::nullopt;
  }
}

bool same_value(std::string_view slice, json::value const* expected) {
  if (expected == nullptr) return slice.empty();
  std::optional<json::value> const parsed = boost_parse(slice);
  return parsed && *parsed == *expected;
}

json::value const* field(json::value const* of, char const* name) {
  return of != nullptr && of->is_object() ? of->get_object().if_contains(name) : nullptr;
}

bool same_event(event_slices const& slices, json::value const& expected) {
  json::value const* const data = field(&expected, "data");
  json::value const* kind = field(data, "kind");
  if (kind != nullptr && !kind->is_string()) kind = nullptr;
  return same_value(slices.text, &expected) && same_value(slices.type, field(&expected, "type")) &&
         same_value(slices.timestamp, field(&expected, "timestamp")) && same_value(slices.data, data) &&
         same_value(slices.kind, kind);
}

bool same_events(event_list const& slices, json::value const* expected) {
  if (expected == nullptr || !expected->is_array()) return slices.empty();
  json::array const& list = expected->get_array();
  return std::equal(slices.begin(), slices.end(), list.begin(), list.end(), same_event);
}

bool same_body(envelope const& slices, json::value const& expected, char const* events_member) {
  json::value const* const body = &expected;
  return same_value(slices.status, field(body, "status")) &&
         same_value(slices.started_at, field(body, "started_at")) &&
         same_value(slices.finished_at, field(body, "finished_at")) &&
         same_value(slices.first_index, field(body, "first_index")) &&
         same_value(slices.error, field(body, "error")) &&
         same_value(slices.error_code, field(body, "error_code")) &&
         same_value(slices.answer, field(body, "answer")) &&
         same_value(slices.outcome, field(body, "outcome")) &&
         same_value(slices.metrics, field(body, "metrics")) &&
         same_value(slices.total, field(body, "total")) && same_value(slices.page, field(body, "page")) &&
         same_events(slices.events, field(body, events_member));
}

/// The body with the data of every event that Boost.JSON refuses replaced by null.
std::string without_unsound_data(std::string_view body, envelope const& slices) {
  std::string mended;
  char const* copied = body.data();
  for (event_slices const& event : slices.events) {
    if (event.data.empty() || boost_parse(event.data)) continue;
    mended.append(copied, event.data.data());
    mended += "null";
    copied = event.data.data() + event.data.size();
  }
  return mended.append(copied, body.data() + body.size());
}

enum class verdict { both_refuse, agree, only_data_is_unsound, broken_promise };

verdict judge(std::string_view body, char const* events_member = "new_events") {
  std::optional<json::value> const expected = boost_parse(body);
  std::optional<envelope> const slices = our_parse(body, events_member);
  if (expected && !expected->is_object()) return slices ? verdict::broken_promise : verdict::both_refuse;
  if (!slices) return expected ? verdict::broken_promise : verdict::both_refuse;
  if (expected) {
    return same_body(*slices, *expected, events_member) ? verdict::agree : verdict::broken_promise;
  }
  std::string const mended = without_unsound_data(body, *slices);
  std::optional<json::value> const rest = boost_parse(mended);
  std::optional<envelope> const rest_slices = our_parse(mended, events_member);
  bool const kept = rest && rest_slices && rest_slices->events.size() == slices->events.size() &&
                    same_body(*rest_slices, *rest, events_member);
  return kept ? verdict::only_data_is_unsound : verdict::broken_promise;
}

std::vector<std::string> payload_bodies() {
  std::vector<std::string> bodies;
  for (char const* name : {"changes_working.json", "changes_finished.json", "changes_failed.json",
                           "changes_bare.json", "changes_unpriced.json", "changes_awaiting_tools.json"}) {
    bodies.push_back(test::payload_file(name));
  }
  return bodies;
}

TEST(envelope_agreement, on_the_payload_files) {
  for (std::string const& body : payload_bodies()) EXPECT_EQ(judge(body), verdict::agree) << body;
  EXPECT_EQ(judge(test::payload_file("events_every_kind.json"), "items"), verdict::agree);
}

TEST(envelope_agreement, a_body_cut_at_any_byte_is_refused) {
  for (std::string const& body : payload_bodies()) {
    std::size_t const last = body.find_last_of('}');
    for (std::size_t size = 0; size <= last; ++size) {
      // A heap copy of just these bytes, so that a read past the end is seen by the sanitizer.
      std::vector<char> const cut(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_FALSE(our_parse({cut.data(), cut.size()}, "new_events")) << "cut at " << size;
    }
  }
}

TEST(envelope_agreement, on_generated_documents) {
  for (std::uint64_t seed = 0; seed != 4000; ++seed) {
    std::string const body = test::document_generator(seed).changes();
    ASSERT_EQ(judge(body), verdict::agree) << "seed " << seed << "\n" << body;
  }
}

TEST(envelope_agreement, on_generated_documents_cut_at_every_byte) {
  for (std::uint64_t seed = 0; seed != 150; ++seed) {
    std::string const body = test::document_generator(seed).changes();
    for (std::size_t size = 0; size != body.size(); ++size) {
      verdict const found = judge(std::string_view(body).substr(0, size));
      // Only the blanks after the document may be missing.
      ASSERT_TRUE(found == verdict::both_refuse || found == verdict::agree)
          << "seed " << seed << " at " << size;
    }
  }
}

TEST(envelope_agreement, on_generated_documents_with_changed_bytes) {
  static constexpr std::string_view odd = "\"\\{}[],:0-+.eE tnu\x01\x1f\x80\xc3\xff\n/";
  std::size_t only_ours = 0;
  for (std::uint64_t seed = 0; seed != 12000; ++seed) {
    test::document_generator generator(seed);
    std::string body = generator.changes();
    for (std::size_t changes = 1 + generator.pick(3); changes != 0; --changes) {
      std::size_t const at = generator.pick(body.size());
      switch (generator.pick(4)) {
        case 0:
          body[at] = static_cast<char>(body[at] ^ (1 << generator.pick(8)));
          break;
        case 1:
          body.erase(at, 1);
          break;
        case 2:
          body.insert(at, 1, odd[generator.pick(odd.size())]);
          break;
        default:
          body[at] = odd[generator.pick(odd.size())];
          break;
      }
    }
    verdict const found = judge(body);
    ASSERT_NE(found, verdict::broken_promise) << "seed " << seed << "\n" << body;
    if (found == verdict::only_data_is_unsound) ++only_ours;
  }
  EXPECT_GT(only_ours, 100u)
      << "the test has lost its point: hardly a change hit the inside of an event's data";
}

}  // namespace
}  // namespace hai::model
