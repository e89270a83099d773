#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>

#include <hai/sim/script.hpp>

namespace hai::sim {

/// What a session made through the API does when nobody has scripted it: a lifelike run about what it was
/// asked. One that was given tools, an answer format or an idle timeout does as it was told: it calls each
/// tool once, answers in that format, and then rests or ends.
script unscripted(std::uint64_t seed, boost::json::object const& request);

}  // namespace hai::sim
