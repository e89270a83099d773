#include "model/request_bodies.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "model/refusal.hpp"

namespace hai::model {
namespace {

namespace json = boost::json;

constexpr std::size_t most_files = 10;
constexpr std::size_t most_file_bytes = 7'000'000;

std::string checked_text(json::object const& body, std::string const& at) {
  std::string text = json::serialize(body);
  check_body_size(text, at);
  return text;
}

json::array image_list(std::vector<image_input> const& images, std::string const& at) {
  json::array list;
  for (std::size_t i = 0; i != images.size(); ++i) {
    if (!images[i].data_uri().starts_with("data:"))
      refuse(at + "[" + std::to_string(i) + "]", "a data URI is needed; image_input::from_file makes one");
    list.emplace_back(images[i].data_uri());
  }
  return list;
}

json::object file_object(file_input const& file, std::string const& at) {
  std::string const& name = file.name();
  if (name.empty() || name == "." || name == ".." || name.find_first_of("/\\") != std::string::npos)
    refuse(at + ".name", "a file name without a directory is needed, not \"" + name + "\"");
  json::object object;
  object["type"] = "base64";
  object["source"] = file.base64();
  object["name"] = name;
  if (!file.media_type().empty()) object["media_type"] = file.media_type();
  return object;
}

json::array file_list(std::vector<file_input> const& files, std::string const& at) {
  if (files.size() > most_files)
    refuse(at,
           std::to_string(files.size()) + " of them, at most " + std::to_string(most_files) + " are allowed");
  std::size_t bytes = 0;
  json::array list;
  for (std::size_t i = 0; i != files.size(); ++i) {
    bytes += files[i].size_bytes();
    list.push_back(file_object(files[i], at + "[" + std::to_string(i) + "]"));
  }
  if (bytes > most_file_bytes)
    refuse(at, std::to_string(bytes) + " bytes together, at most " + std::to_string(most_file_bytes) +
                   " are allowed");
  return list;
}

json::object call_object(tool_request const& call) {
  json::object object;
  object["tool_name"] = call.tool_name;
  object["args"] = call.args;
  object["id"] = call.id ? json::value(*call.id) : json::value();
  return object;
}

json::object result_object(tool_result const& result, std::string const& at) {
  if (result.tool_req().tool_name.empty()) refuse(at + ".tool_req.tool_name", "a name is needed");
  json::object object;
  if (result.is_error()) {
    object["kind"] = "error_event";
    object["error"] = result.error();
    object["origin"] = result.origin();
  } else {
    object["kind"] = "tool_result";
    object["result"] = result.result();
  }
  object["tool_req"] = call_object(result.tool_req());
  return object;
}

/// `write` of the one item, or a batch of all under the name of their list.
template <class Item, class Write>
json::object one_or_batch(std::vector<Item> const& items, std::string const& list, Write write) {
  if (items.empty()) refuse(list, "at least one is needed");
  if (items.size() == 1) return write(items.front(), list);
  json::array all;
  for (std::size_t i = 0; i != items.size(); ++i)
    all.push_back(write(items[i], list + "[" + std::to_string(i) + "]"));
  json::object batch;
  batch["type"] = "batch";
  batch[list] = std::move(all);
  return batch;
}

}  // namespace

void check_body_size(std::string_view body, std::string const& at) {
  if (body.size() > largest_body)
    refuse(at, "the body has " + std::to_string(body.size()) + " bytes, at most " +
                   std::to_string(largest_body) + " are allowed");
}

json::object message_object(user_message const& message, std::string const& at) {
  json::object object;
  object["type"] = "user_message";
  object["message"] = message.message();
  if (!message.images().empty()) object["images"] = image_list(message.images(), at + ".images");
  if (!message.files().empty()) object["files"] = file_list(message.files(), at + ".files");
  if (message.caller_id()) object["caller_id"] = *message.caller_id();
  return object;
}

std::string messages_body(std::vector<user_message> const& messages) {
  return checked_text(one_or_batch(messages, "messages", message_object), "messages");
}

std::string tool_results_body(std::vector<tool_result> const& results) {
  return checked_text(one_or_batch(results, "results", result_object), "results");
}

std::size_t tool_result_size(tool_result const& result) {
  return json::serialize(result_object(result, "results")).size();
}

std::string feedback_body(feedback const& what) {
  json::object body;
  body["success"] = what.success();
  if (what.message()) body["message"] = *what.message();
  return checked_text(body, "feedback");
}

}  // namespace hai::model
