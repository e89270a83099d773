// Reads one page of 87 KB over and over, for an instruction count: by the library's reader, or into
// Boost.JSON's DOM. Prints the bytes of a page.

#include <boost/json.hpp>
#include <iostream>

#include "measure/settings.hpp"
#include "micro/page.hpp"
#include "model/envelope_reader.hpp"

int main(int argc, char** argv) {
  bench::settings given(argc, argv);
  long const rounds = given.number("rounds", 1);
  bool const by_library = given.text("parser", "library") == "library";
  given.end();
  std::string const page = bench::mixed_page(87 * 1024);
  std::size_t events = 0;
  hai::model::envelope slices;
  for (long i = 0; i < rounds; ++i) {
    if (by_library) {
      hai::model::read_envelope(page, "new_events", slices);
      events += slices.events.size();
    } else {
      events += boost::json::parse(page).at("new_events").as_array().size();
    }
  }
  std::cout << page.size() << '\n';
  return events == 0 ? 1 : 0;
}
