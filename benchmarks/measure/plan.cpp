#include "measure/plan.hpp"

#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace bench {

plan plan::from(settings& given) {
  plan made;
  std::string const what = given.text("work", "follow");
  if (what == "park") {
    made.what = work::park;
  } else if (what == "connect") {
    made.what = work::connect;
  } else if (what != "follow") {
    std::cerr << "--work is follow, park or connect\n";
    std::exit(2);
  }
  made.port = given.text("port", "");
  made.ca_file = given.text("ca-file", "");
  made.streams = given.number("streams", 1);
  made.events = given.number("events", 1);
  made.connects = given.number("connects", 0);
  made.connecting = given.number("connecting", made.connecting);
  made.stamped = given.number("stamped", 0) != 0;
  return made;
}

std::string plan::session_id(long stream) {
  char text[40];
  std::snprintf(text, sizeof text, "00000000-0000-4000-8000-%012ld", stream);
  return text;
}

}  // namespace bench
