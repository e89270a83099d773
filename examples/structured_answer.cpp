// Asks for an answer of a certain form, and reads it as a type of this program.
//
//   HAI_API_KEY=... structured_answer "The three cheapest trains from Paris to Lille tomorrow"

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <hai/agents.hpp>
#include <iostream>
#include <vector>

namespace asio = boost::asio;

struct offer {
  std::string name;
  double price = 0;
};
BOOST_DESCRIBE_STRUCT(offer, (), (name, price))

struct offers {
  std::string currency;
  std::vector<offer> found;
};
BOOST_DESCRIBE_STRUCT(offers, (), (currency, found))

constexpr char const* schema = R"({
  "title": "Offers",
  "type": "object",
  "properties": {
    "currency": {"type": "string"},
    "found": {
      "type": "array",
      "items": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "price": {"type": "number"}},
        "required": ["name", "price"],
        "additionalProperties": false
      }
    }
  },
  "required": ["currency", "found"],
  "additionalProperties": false
})";

asio::awaitable<int> ask(hai::client client, std::string task) {
  hai::session_request request("h/web-surfer-pro", task);
  request.answer_format(boost::json::parse(schema));
  hai::run_result result = co_await client.run_session(request);
  try {
    auto const answer = result.answer_as<offers>();
    for (auto const& each : answer.found)
      std::cout << each.name << ": " << each.price << ' ' << answer.currency << '\n';
  } catch (hai::error const& failure) {  // errc::answer_mismatch: the agent answered something else
    std::cerr << failure.what() << "\nit said: " << failure.body() << '\n';
    co_return 1;
  }
  co_return 0;
}

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: structured_answer TASK\n";
    return 2;
  }
  return hai::run([task = std::string(argv[1])](hai::client client) { return ask(client, task); });
}
