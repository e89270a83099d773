#include <boost/asio/steady_timer.hpp>
#include <boost/describe/class.hpp>
#include <hai/agents.hpp>
#include <iostream>
#include <stdexcept>

#include "examples.hpp"

//! [add]
struct weather_query {
  std::string city;
};
BOOST_DESCRIBE_STRUCT(weather_query, (), (city))

class weather_station {
 public:
  boost::asio::awaitable<double> temperature(weather_query asked);
};

hai::toolbox weather_tools(std::shared_ptr<weather_station> station) {
  constexpr char const* schema =
      R"({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]})";
  hai::toolbox tools;
  tools.add("temperature", "The temperature in a city, in degrees Celsius", schema,
            [station](weather_query asked) { return station->temperature(std::move(asked)); });
  return tools;
}
//! [add]

boost::asio::awaitable<double> weather_station::temperature(weather_query asked) {
  boost::asio::steady_timer reading(co_await boost::asio::this_coro::executor, std::chrono::milliseconds(1));
  co_await reading.async_wait(boost::asio::use_awaitable);
  if (asked.city.empty()) throw std::invalid_argument("which city?");
  co_return 21.5;
}

namespace examples {

asio::awaitable<void> run_with_tools(hai::client client) {
  hai::toolbox tools = weather_tools(std::make_shared<weather_station>());
  //! [tools]
  hai::run_options options;
  options.tools(tools);  // answers the agent's calls until the run ends
  hai::session_request request("h/web-surfer-pro", "What shall I wear in Paris?");
  hai::run_result result = co_await client.run_session(request, options);
  //! [tools]
  std::cout << result.answer << '\n';

  //! [definitions]
  hai::session_request by_hand("h/web-surfer-pro", "What shall I wear in Rome?");
  by_hand.tool_definitions(tools.definitions());
  hai::session session = co_await client.start_session(by_hand);
  result = co_await session.wait_for_completion(options);
  //! [definitions]
  std::cout << result.answer << '\n';
}

}  // namespace examples
