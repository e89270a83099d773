#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>

#include <hai/feedback.hpp>

#include "http/base64.hpp"
#include "model/request_bodies.hpp"
#include "unit/api/refusal_text.hpp"

namespace hai::test {
namespace {

namespace json = boost::json;

json::value sent(std::vector<user_message> const& messages) {
  return json::parse(model::messages_body(messages));
}
json::value sent(std::vector<tool_result> const& results) {
  return json::parse(model::tool_results_body(results));
}

std::string refused(user_message const& message) {
  return refusal_of([&] { model::messages_body({message}); });
}

/// A file that goes with the test.
class MessageFile : public testing::Test {
 protected:
  std::filesystem::path write(std::string const& name, std::string const& content) {
    auto const path = directory_ / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  void SetUp() override {
    auto const* const test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::path(testing::TempDir()) / ("hai-message-" + std::string(test->name()));
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::filesystem::path directory_;
};

TEST(MessageBody, OneMessageIsSentAsItIs) {
  EXPECT_EQ(sent({user_message("hi")}), json::parse(R"({"type":"user_message","message":"hi"})"));
}

TEST(MessageBody, SeveralMessagesAreABatch) {
  EXPECT_EQ(sent({user_message("a"), user_message("b").caller_id("bot")}), json::parse(R"({
    "type": "batch",
    "messages": [{"type": "user_message", "message": "a"},
                 {"type": "user_message", "message": "b", "caller_id": "bot"}]})"));
}

TEST(MessageBody, NoMessageIsRefused) {
  EXPECT_TRUE(names(refusal_of([] { model::messages_body({}); }), "messages"));
}

TEST(MessageBody, AnImageOfBytesIsADataUri) {
  auto const message = user_message("look").image(image_input::from_bytes("PNG", "image/png"));
  EXPECT_EQ(sent({message}).at("images"), json::parse(R"(["data:image/png;base64,UE5H"])"));
}

TEST(MessageBody, ImagesGivenAsDataUrisAreSentAsTheyAre) {
  std::vector<std::string> const uris{"data:image/gif;base64,R0lG"};
  EXPECT_EQ(sent({user_message("look").images(uris)}).at("images"),
            json::parse(R"(["data:image/gif;base64,R0lG"])"));
  EXPECT_EQ(sent({user_message("look").images({"data:a", "data:b"})}).at("images"),
            json::parse(R"(["data:a","data:b"])"));
}

TEST(MessageBody, AnImageThatIsNoDataUriIsRefused) {
  EXPECT_TRUE(names(refused(user_message("look").image("photo.png")), "messages.images[0]"));
}

TEST_F(MessageFile, AnImageFileGetsItsTypeFromItsExtension) {
  auto const path = write("photo.JPG", "abc");
  EXPECT_EQ(image_input::from_file(path).data_uri(), "data:image/jpeg;base64,YWJj");
}

TEST_F(MessageFile, AnImageOfAnUnknownExtensionIsRefusedByItsPath) {
  auto const path = write("photo.raw", "abc");
  EXPECT_TRUE(names(refusal_of([&] { image_input::from_file(path); }), path.string()));
}

TEST_F(MessageFile, AFileIsSentUnderItsNameWithoutADirectory) {
  auto const message = user_message("read").file(file_input::from_file(write("report.pdf", "%PDF")));
  EXPECT_EQ(sent({message}).at("files"), json::parse(R"([
    {"type": "base64", "source": "JVBERg==", "name": "report.pdf", "media_type": "application/pdf"}])"));
}

TEST_F(MessageFile, AFileOfAnUnknownExtensionLeavesItsTypeToTheServer) {
  auto const message = user_message("read").file(file_input::from_file(write("data.xyz", "1")));
  EXPECT_FALSE(sent({message}).at("files").at(0).as_object().contains("media_type"));
}

TEST_F(MessageFile, AFileThatCannotBeReadIsRefusedByItsPath) {
  auto const missing = directory_ / "missing.txt";
  EXPECT_TRUE(names(refusal_of([&] { file_input::from_file(missing); }), missing.string()));
  EXPECT_TRUE(names(refusal_of([&] { file_input::from_file(directory_); }), directory_.string()));
}

TEST(MessageBody, AFileNameWithADirectoryIsRefused) {
  for (auto const* name : {"", "..", "a/b.txt", "a\\b.txt"})
    EXPECT_TRUE(
        names(refused(user_message("x").file(file_input::from_bytes(name, "1"))), "messages.files[0].name"));
}

TEST(MessageBody, TenFilesAreTheMost) {
  user_message message("read");
  for (int i = 0; i != 10; ++i) message.file(file_input::from_bytes("f" + std::to_string(i), "1"));
  EXPECT_EQ(sent({message}).at("files").as_array().size(), 10u);
  EXPECT_TRUE(names(refused(message.file(file_input::from_bytes("f10", "1"))), "messages.files"));
}

TEST(MessageBody, SevenMegabytesOfFilesAreTheMost) {
  user_message message("read");
  message.file(file_input::from_bytes("a", std::string(4'000'000, 'a')));
  message.file(file_input::from_bytes("b", std::string(3'000'000, 'b')));
  EXPECT_NO_THROW(model::messages_body({message}));
  EXPECT_TRUE(names(refused(message.file(file_input::from_bytes("c", "c"))), "messages.files"));
}

TEST(MessageBody, ABodyOverTheGatewaysLimitIsRefused) {
  EXPECT_TRUE(names(refused(user_message(std::string(10'000'000, 'x'))), "messages"));
}

TEST(ToolResultBody, OneResultIsSentAsItIsWithTheWholeCall) {
  tool_request const call("look_up", json::object{{"name", "x"}}, "call-1");
  EXPECT_EQ(sent({tool_result(call, json::array{1, 2})}), json::parse(R"({
    "kind": "tool_result", "result": [1, 2],
    "tool_req": {"tool_name": "look_up", "args": {"name": "x"}, "id": "call-1"}})"));
}

TEST(ToolResultBody, ACallWithoutIdAndArgumentsIsEchoedSo) {
  EXPECT_EQ(sent({tool_result(tool_request("ping"), nullptr)}).at("tool_req"),
            json::parse(R"({"tool_name": "ping", "args": {}, "id": null})"));
}

TEST(ToolResultBody, AFailureIsAnErrorEvent) {
  EXPECT_EQ(sent({tool_result::failure(tool_request("ping"), "no route")}), json::parse(R"({
    "kind": "error_event", "error": "no route", "origin": "client",
    "tool_req": {"tool_name": "ping", "args": {}, "id": null}})"));
}

TEST(ToolResultBody, SeveralResultsAreABatch) {
  auto const body = sent({tool_result(tool_request("a"), 1), tool_result::failure(tool_request("b"), "no")});
  EXPECT_EQ(body.at("type"), "batch");
  ASSERT_EQ(body.at("results").as_array().size(), 2u);
  EXPECT_EQ(body.at("results").at(1).at("kind"), "error_event");
}

TEST(ToolResultBody, NoneAndNamelessAreRefused) {
  EXPECT_TRUE(names(refusal_of([] { model::tool_results_body({}); }), "results"));
  auto const nameless = [] { model::tool_results_body({tool_result(tool_request(), 1)}); };
  EXPECT_TRUE(names(refusal_of(nameless), "results.tool_req.tool_name"));
}

TEST(ToolResultBody, TheSizeOfAResultIsThatOfItsBody) {
  tool_result const result(tool_request("ping"), "pong");
  EXPECT_EQ(model::tool_result_size(result), model::tool_results_body({result}).size());
}

TEST(FeedbackBody, HasTheTextWhereThereIsOne) {
  EXPECT_EQ(model::feedback_body(feedback(true)), R"({"success":true})");
  EXPECT_EQ(model::feedback_body(feedback(false, "too slow")), R"({"success":false,"message":"too slow"})");
}

TEST(Base64, WhatIsEncodedIsDecoded) {
  std::string bytes;
  for (int i = 0; i != 300; ++i) {
    EXPECT_EQ(http::from_base64(http::base64(bytes)), bytes) << i;
    bytes += static_cast<char>(i);
  }
}

TEST(Base64, PaddingAndLineBreaksMayBeMissingOrThere) {
  EXPECT_EQ(http::from_base64("YQ"), "a");
  EXPECT_EQ(http::from_base64("YW\r\nI="), "ab");
  EXPECT_EQ(http::from_base64(""), "");
}

TEST(Base64, WhatIsNoneIsNotDecoded) {
  for (auto const* text : {"Y", "YQ=", "YQ===", "Y=Q=", "YQ==YQ==", "YWJj=", "Y-_j", "YW*j"})
    EXPECT_EQ(http::from_base64(text), std::nullopt) << text;
}

}  // namespace
}  // namespace hai::test
