#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

namespace hai::model {

// What the server would refuse without saying where. `at` is the dotted name that errors begin with. Members
// that this version does not know are left to the server. Each throws hai::error errc::invalid_argument.

/// An agent defined in a request: name, description and environments are there and sound, environments and
/// their modes carry the discriminators that the server tells them apart by; subagents and tools likewise.
void check_agent(boost::json::object const& agent, std::string const& at);

/// Definitions of custom tools: name, description, and an input_schema that is an object.
void check_tools(boost::json::array const& tools, std::string const& at);

}  // namespace hai::model
