#include "examples/example_fixture.hpp"

#include <boost/json/parse.hpp>
#include <map>

#include "integration/watch/child_process.hpp"

namespace hai::test {

sim::platform& example_test::serve(sim::script each) {
  sim::platform_options options;
  options.on_create([each](boost::json::object const&) { return each; });
  return platform_.emplace(std::move(options));
}

example_outcome example_test::run(std::string const& name, std::vector<std::string> arguments,
                                  std::string input) {
  std::map<std::string, std::string> environment;
  environment["HAI_API_KEY"] = platform_->api_key();
  environment["HAI_API_BASE_URL"] = platform_->url();
  environment["SSL_CERT_FILE"] = platform_->ca_file();
  child_process program(std::string(HAI_EXAMPLES_FOLDER) + "/example-" + name, std::move(arguments),
                        environment, std::move(input));
  example_outcome ended;
  ended.code = program.finish();
  ended.out = program.out();
  ended.err = program.err();
  return ended;
}

std::vector<boost::json::value> example_test::posted(std::string const& route) {
  std::vector<boost::json::value> all;
  for (auto const& each : platform_->account().recent)
    if (each.route == route) all.push_back(boost::json::parse(each.body));
  return all;
}

}  // namespace hai::test
