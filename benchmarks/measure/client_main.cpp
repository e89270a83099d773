#include "measure/client_main.hpp"

#include <exception>
#include <iostream>

namespace bench {

int client_main(int argc, char** argv, void (*run)(plan const&, settings&)) {
  try {
    settings given(argc, argv);
    auto const what = plan::from(given);
    run(what, given);
  } catch (std::exception const& failure) {
    std::cerr << argv[0] << ": " << failure.what() << '\n';
  }
  return 1;
}

}  // namespace bench
