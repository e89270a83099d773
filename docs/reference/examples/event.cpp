#include <hai/agents.hpp>
#include <iostream>

#include "examples.hpp"

//! [visit]
struct teller {
  std::string operator()(hai::policy_event const& policy) const {
    return "does " + std::to_string(policy.tool_reqs.size()) + " things";
  }
  std::string operator()(hai::answer_event const& said) const {
    return "answers " + boost::json::serialize(said.answer);
  }
  std::string operator()(auto const&) const { return "something else"; }  // unknown_event among them
};

std::string told(hai::event const& event) { return event.visit(teller()); }
//! [visit]

namespace examples {

void show(hai::event const& event) {
  //! [get_if]
  if (auto const said = event.get_if<hai::answer_event>()) std::cout << "answers " << said->answer << '\n';
  //! [get_if]

  //! [data]
  try {
    boost::json::value const& data = event.data();
    std::cout << data << '\n';
  } catch (hai::error const& failure) {  // errc::bad_json
    std::cout << event.raw() << '\n';
  }
  //! [data]
  std::cout << told(event) << '\n';
}

}  // namespace examples
