// Files of a session's machine, and those that pass between the user and the agent.

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "parked_poll.hpp"

namespace hai::sim::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

class sim_files : public testing::Test {
 protected:
  static json::value parsed(answer const& a) { return json::parse(a.body); }
  answer ask(std::string const& what, std::string const& body) {
    return client.post("/api/v2/sessions/" + id + "/files/" + what, body);
  }
  answer write(std::string const& path, std::string const& base64) {
    return ask("write_file", R"({"path":")" + path + R"(","content_base64":")" + base64 + "\"}");
  }
  answer message(std::string const& files) {
    return client.post("/api/v2/sessions/" + id + "/messages",
                       R"({"type":"user_message","message":"look","files":)" + files + "}");
  }
  json::value event(std::size_t index) { return json::parse(p.events(id).at(index)); }
  std::vector<std::string> names(std::string const& body) {
    std::vector<std::string> all;
    auto const listing = parsed(ask("list_files", body));
    for (auto const& file : listing.at("files").as_array()) all.emplace_back(file.at("name").as_string());
    return all;
  }
  std::string path_of(std::string const& url) const { return url.substr(p.url().size()); }
  /// What the link leads to: the API answers with a redirect to another origin, which wants no key.
  answer follow(std::string const& url) {
    auto const redirect = client.get(path_of(url));
    EXPECT_EQ(redirect.status, 302);
    auto const storage = "https://127.0.0.1:" + std::to_string(p.port());
    auto const location = redirect.headers.at("location");
    EXPECT_TRUE(location.starts_with(storage)) << location;
    blocking_client other(p);
    return other.key("").host("127.0.0.1").get(location.substr(storage.size()));
  }

  platform p{platform_options().manual_time(true)};
  std::string id = p.add_session(script().attachment(1s, "table one.csv", "text/csv", "a;b\n"));
  blocking_client client{p};
};

using texts = std::vector<std::string>;

TEST_F(sim_files, are_read_as_they_were_written) {
  auto const written = parsed(write("~/Downloads/notes.txt", "aGVsbG8="));
  EXPECT_EQ(written.at("size_bytes"), 5);
  std::string const path(written.at("path").as_string());
  EXPECT_TRUE(path.ends_with("/Downloads/notes.txt"));
  auto const read = parsed(ask("read_file", R"({"path":")" + path + "\"}"));
  EXPECT_EQ(read.at("content_base64"), "aGVsbG8=");
  EXPECT_EQ(read.at("size_bytes"), 5);
  EXPECT_EQ(read.at("modified_at"), "2026-01-01T00:00:00.000000Z");
}

TEST_F(sim_files, are_listed_newest_first_and_paged_by_the_last_one) {
  write("~/Downloads/b", "");
  write("~/Downloads/a", "");
  p.advance(500ms);
  write("~/Downloads/new", "");
  write("~/Downloads/inner/deep", "");
  EXPECT_EQ(names("{}"), (texts{"inner", "new", "a", "b"}));
  auto const first = parsed(ask("list_files", R"({"max_entries":3})"));
  EXPECT_EQ(first.at("truncated"), true);
  auto const& last = first.at("files").at(2);
  EXPECT_EQ(
      names(R"({"modified_before":)" + json::serialize(last.at("modified_at")) + R"(,"name_after":"a"})"),
      (texts{"b"}));
  EXPECT_EQ(names(R"({"path":"~/Downloads/inner"})"), (texts{"deep"}));
  EXPECT_TRUE(first.at("files").at(0).at("is_dir").as_bool());
}

TEST_F(sim_files, that_are_not_there_or_lie_elsewhere_are_refused) {
  EXPECT_EQ(ask("read_file", R"({"path":"~/Downloads/none"})").status, 404);
  for (auto const* path : {"/etc/passwd", "~/Downloads/../.ssh/id", "~/Downloadsx", ""})
    EXPECT_EQ(write(path, "").status, 422) << path;
  EXPECT_EQ(ask("read_file", "{}").status, 422);
  EXPECT_EQ(write("~/Downloads/x", "no base64").status, 422);
  EXPECT_EQ(ask("list_files", R"({"max_entries":0})").status, 422);
  EXPECT_EQ(ask("list_files", R"({"modified_before":"soon"})").status, 422);
  id = "nobody";
  EXPECT_EQ(ask("list_files", "{}").status, 404);
}

TEST_F(sim_files, of_a_message_are_announced_stored_and_can_be_downloaded) {
  EXPECT_EQ(message(R"([{"type":"base64","source":"aGVsbG8=","name":"brief.txt"}])").status, 202);
  auto const announced = event(0);
  EXPECT_EQ(announced.at("type"), "AttachmentEvent");
  auto const& data = announced.at("data");
  EXPECT_EQ(data.at("origin"), "user");
  EXPECT_EQ(data.at("name"), "brief.txt");
  EXPECT_EQ(data.at("media_type"), "text/plain");
  EXPECT_EQ(data.at("size_bytes"), 5);
  EXPECT_EQ(event(1).at("data").at("kind"), "message_event");
  EXPECT_EQ(names("{}"), (texts{"brief.txt"}));
  EXPECT_EQ(follow(std::string(data.at("url").as_string())).body, "hello");
}

TEST_F(sim_files, of_the_agent_are_announced_and_can_be_downloaded) {
  p.advance(1s);
  auto const data = event(0).at("data");
  EXPECT_EQ(data.at("origin"), "agent");
  auto const got = follow(std::string(data.at("url").as_string()));
  EXPECT_EQ(got.body, "a;b\n");
  EXPECT_EQ(got.headers.at("content-type"), "text/csv");
}

TEST_F(sim_files, of_the_task_are_there_from_the_start) {
  auto const made = client.post("/api/v2/sessions", R"({"agent":"h/a","messages":[{"type":"user_message",
      "message":"read it","files":[{"source":"aGVsbG8=","name":"brief.txt"}]}]})");
  ASSERT_EQ(made.status, 201);
  id = std::string(parsed(made).at("id").as_string());
  EXPECT_EQ(event(0).at("type"), "AttachmentEvent");
  EXPECT_EQ(names("{}"), (texts{"brief.txt"}));
}

TEST_F(sim_files, of_a_message_are_refused_where_the_api_refuses_them) {
  std::string const small = R"({"source":"","name":"x"})";
  std::string eleven = small;
  for (int i = 0; i < 10; ++i) eleven.append(",").append(small);
  std::string const large(9'600'000, 'A');  // 7.2 MB
  for (auto const& files :
       {std::string(R"({})"), "[" + eleven + "]", std::string(R"([{"source":"!","name":"x"}])"),
        std::string(R"([{"source":"","name":"a/b"}])"),
        std::string(R"([{"source":"","type":"url","name":"x"}])"),
        R"([{"name":"x","source":")" + large + "\"}]"})
    EXPECT_EQ(message(files).status, 422) << files.substr(0, 60);
  EXPECT_EQ(message("[" + small + "]").status, 202);
}

TEST(sim_create_time, keeps_a_repeated_request_waiting_until_the_first_is_done) {
  parked_polls parked;
  platform p(parked.watch(platform_options().manual_time(true).create_time(1s)));
  std::string const body = R"({"agent":"h/a"})";
  auto first = std::async(std::launch::async, [&] {
    return blocking_client(p).header("Idempotency-Key", "k").post("/api/v2/sessions", body);
  });
  ASSERT_TRUE(parked.wait_for(1));
  blocking_client client(p);
  client.header("Idempotency-Key", "k");
  auto const refused = client.post("/api/v2/sessions", body);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.headers.at("retry-after"), "2");
  p.advance(1s);
  auto const made = first.get();
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(client.post("/api/v2/sessions", body).body, made.body);
  EXPECT_EQ(p.account().sessions.size(), 1u);
}

TEST(sim_create_time, makes_one_session_of_a_request_without_a_key) {
  platform p(platform_options().create_time(1ms));
  EXPECT_EQ(blocking_client(p).post("/api/v2/sessions", R"({"agent":"h/a"})").status, 201);
  EXPECT_EQ(p.account().sessions.size(), 1u);
}

}  // namespace
}  // namespace hai::sim::test
