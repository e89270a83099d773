#include <boost/json/serialize.hpp>
#include <hai/answer_as.hpp>
#include <hai/error.hpp>

#include "model/replies.hpp"

namespace hai::detail {

boost::json::value parsed_answer(boost::json::value const& answer) { return model::answer_value(answer); }

void throw_answer_mismatch(run_result const& ended, std::string const& why) {
  std::string text = "answer_as: session " + ended.id + " (" + std::string(ended.state.name()) + ") ";
  text += ended.answer.is_null() ? "gave no answer" : "gave an answer that does not fit: " + why;
  if (ended.error) text += "; its error: " + *ended.error;
  error::reply_facts facts;
  facts.body = boost::json::serialize(ended.answer);
  throw error(errc::answer_mismatch, std::move(text), std::move(facts));
}

}  // namespace hai::detail
