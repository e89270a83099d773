// Gives an agent a tool of this program: it asks for the stock of an article, and a handler answers.
//
//   HAI_API_KEY=... custom_tools "How many red lanterns do we have in Lyon?"

#include <boost/asio/steady_timer.hpp>
#include <boost/describe/class.hpp>
#include <hai/agents.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>

namespace asio = boost::asio;

struct stock_query {
  std::string article;
  std::string city;
};
BOOST_DESCRIBE_STRUCT(stock_query, (), (article, city))

struct stock_reply {
  int pieces = 0;
  std::string shelf;
};
BOOST_DESCRIBE_STRUCT(stock_reply, (), (pieces, shelf))

/// Stands for a database. Calls may come twice: looking something up is safe to repeat.
class warehouse {
 public:
  asio::awaitable<stock_reply> find(stock_query asked) const {
    asio::steady_timer latency(co_await asio::this_coro::executor, std::chrono::milliseconds(5));
    co_await latency.async_wait(asio::use_awaitable);  // other tools run meanwhile
    auto const found = stock_.find(asked.city);
    if (found == stock_.end()) throw std::runtime_error("there is no warehouse in " + asked.city);
    co_return found->second;
  }

 private:
  std::map<std::string, stock_reply> stock_{{"Lyon", {7, "B-14"}}, {"Nice", {2, "A-03"}}};
};

hai::toolbox tools_of(std::shared_ptr<warehouse const> stock) {
  constexpr char const* schema = R"({"type": "object",
    "properties": {"article": {"type": "string"}, "city": {"type": "string"}},
    "required": ["article", "city"]})";
  hai::toolbox tools;
  tools.add("find_stock", "How many pieces of an article a city's warehouse has, and where", schema,
            [stock](stock_query asked) { return stock->find(std::move(asked)); });
  return tools;
}

asio::awaitable<void> ask(hai::client client, std::string task) {
  hai::session_request request("h/web-surfer-pro", task);
  hai::run_options options;
  options.tools(tools_of(std::make_shared<warehouse const>()));
  options.on_started([](hai::session session) { std::cout << "session " << session.id() << '\n'; });
  hai::run_result result = co_await client.run_session(request, options);
  std::cout << result.state << ": " << result.answer << '\n';
}

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: custom_tools TASK\n";
    return 2;
  }
  return hai::run([task = std::string(argv[1])](hai::client client) { return ask(client, task); });
}
