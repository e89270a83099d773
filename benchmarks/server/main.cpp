#include <exception>
#include <iostream>

#include "measure/settings.hpp"
#include "server/server.hpp"

int main(int argc, char** argv) {
  bench::settings given(argc, argv);
  bench::server_options options;
  options.certificate_file = given.text("certificate", "");
  options.tickets = given.number("tickets", options.tickets);
  options.streams = static_cast<std::size_t>(given.number("streams", 1));
  options.events = given.number("events", options.events);
  options.size = static_cast<std::size_t>(given.number("size", 400));
  options.batch = given.number("batch", options.batch);
  options.rate = given.number("rate", options.rate);
  given.end();
  try {
    bench::server server(options);
    std::cout << server.port() << std::endl;
    server.run();
  } catch (std::exception const& failure) {
    std::cerr << "bench-server: " << failure.what() << '\n';
    return 1;
  }
}
