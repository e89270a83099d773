#include <algorithm>
#include <charconv>

#include "documents.hpp"
#include "json_text.hpp"
#include "route_handlers.hpp"

namespace hai::sim {

namespace {

struct changes_parameters {
  std::size_t from = 0;
  std::optional<std::size_t> limit;
  bool with_events = true;
  std::chrono::seconds wait{};
};

std::optional<bool> truth(std::string const& text) {
  if (text == "true" || text == "True" || text == "1") return true;
  if (text == "false" || text == "False" || text == "0") return false;
  return std::nullopt;
}

std::optional<reply> read_parameters(call const& c, changes_parameters& p) {
  auto const from = number_of(c.message, "from_index", std::nullopt, std::nullopt);
  if (from.refusal) return from.refusal;
  p.from = static_cast<std::size_t>(std::max(0LL, from.value.value_or(0)));
  auto const limit = number_of(c.message, "limit", 0, std::nullopt);
  if (limit.refusal) return limit.refusal;
  if (limit.value) p.limit = static_cast<std::size_t>(*limit.value);
  auto const wait = number_of(c.message, "wait_for_seconds", 0, c.context.options.max_wait.count());
  if (wait.refusal) return wait.refusal;
  p.wait = std::chrono::seconds(wait.value.value_or(0));
  if (auto const* text = c.message.parameter("include_events")) {
    auto const value = truth(*text);
    if (!value)
      return validation_reply("bool_parsing", R"(["query","include_events"])",
                              "Input should be a valid boolean, unable to interpret input", quoted(*text));
    p.with_events = *value;
  }
  return std::nullopt;
}

outcome page(call const& c, session_model const& model, changes_parameters const& p) {
  auto const cap = c.context.options.page_cap;
  changes_page page;
  page.first = p.from;
  page.count = std::min({model.events().size() - p.from, cap, p.limit.value_or(cap)});
  page.with_events = p.with_events;
  bool const covers_answer = model.answer_at() == 0 ||
                             (model.answer_at() > page.first && model.answer_at() <= page.first + page.count);
  page.with_answer = c.context.options.answer_on_every_page || !p.with_events || covers_answer;
  outcome result(json_reply(200, changes_document(model, page)));
  result.events_served = p.with_events ? page.count : 0;
  return result;
}

}  // namespace

query_number number_of(request const& r, std::string_view name, std::optional<long long> least,
                       std::optional<long long> most) {
  query_number result;
  auto const* text = r.parameter(name);
  if (!text) return result;
  std::string const loc = R"(["query",")" + std::string(name) + "\"]";
  long long n = 0;
  auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), n);
  if (error != std::errc() || end != text->data() + text->size()) {
    result.refusal = validation_reply("int_parsing", loc,
                                      "Input should be a valid integer, unable to parse string as an integer",
                                      quoted(*text));
  } else if (least && n < *least) {
    auto const bound = std::to_string(*least);
    result.refusal =
        validation_reply("greater_than_equal", loc, "Input should be greater than or equal to " + bound,
                         quoted(*text), ",\"ctx\":{\"ge\":" + bound + "}");
  } else if (most && n > *most) {
    auto const bound = std::to_string(*most);
    result.refusal =
        validation_reply("less_than_equal", loc, "Input should be less than or equal to " + bound,
                         quoted(*text), ",\"ctx\":{\"le\":" + bound + "}");
  } else {
    result.value = n;
  }
  return result;
}

outcome get_changes(call const& c) {
  changes_parameters p;
  if (auto refusal = read_parameters(c, p)) return *refusal;
  auto* const entry = c.session();
  if (!entry) return no_such_session();
  auto const& model = entry->model;
  if (model.events().size() > p.from) return page(c, model, p);

  outcome nothing(empty_reply(204));
  nothing.answer.headers.emplace_back("ETag", "\"" + std::to_string(p.from) + "\"");
  time_point const deadline = c.arrived + p.wait;
  bool const at_once = c.context.options.empty_after_end_at_once && is_settled(model.state());
  if (at_once || c.now >= deadline) return nothing;
  auto const activity = c.context.sessions.next_activity(*entry);
  nothing.look_again = activity ? std::min(*activity, deadline) : deadline;
  return nothing;
}

}  // namespace hai::sim
