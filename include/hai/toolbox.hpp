#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <functional>
#include <hai/detail/export.hpp>
#include <hai/detail/tool_handler.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hai {

/// The tools that a program offers to an agent: run_options::tools answers the agent's calls with them.
///
/// A handler takes no argument or one: a boost::json::object, or any type that Boost.JSON converts to (also
/// json::value, described structs, types with tag_invoke). It returns an awaitable of what Boost.JSON
/// converts from, an awaitable<void>, or a plain value.
///
/// All handlers of one run share a strand: they need no lock among themselves. One that waits lets others
/// run, up to concurrency(); one that blocks holds up everything. When the run ends before a handler (it was
/// cancelled, timed out, or the session ended), the handler is cancelled and given a quarter of a second to
/// unwind; one that goes on regardless is left behind. So it should own what it uses.
///
/// **Calls run at least once**: when a result gets lost on its way, or the program restarts, the agent's
/// pending call is answered again. Let handlers be idempotent.
///
/// What a handler throws, arguments that do not convert and calls of unknown tools are told to the agent as
/// an error, and the run goes on.
class HAI_EXPORT toolbox {
 public:
  using handler = detail::tool_handler;

  /// `name`: 1 to 64 letters, digits and underscores, not beginning with a digit. `input_schema`: a JSON
  /// Schema object, whose `type` is "object" if it has one, as a value or as JSON text. Throws hai::error
  /// with errc::invalid_argument, also for a name that is taken or an empty description.
  /// @snippet tools.cpp add
  template <class F>
  toolbox& add(std::string name, std::string description, boost::json::value input_schema, F call) {
    handler run = detail::make_tool_handler(std::move(call));
    return add_handler(std::move(name), std::move(description), std::move(input_schema), std::move(run));
  }

  /// How many handlers run at a time, from 1 (0 throws errc::invalid_argument); others wait. Default: 8.
  toolbox& concurrency(std::size_t value);

  std::size_t concurrency() const { return concurrency_; }
  bool empty() const { return tools_.empty(); }
  /// The definitions as the API wants them, for an agent's `tools`; see session_request.
  /// @snippet tools.cpp definitions
  boost::json::array definitions() const;
  /// The handler of a tool; empty if there is none of that name.
  handler find(std::string_view name) const;

 private:
  struct tool {
    tool(std::string called, std::string what_for, boost::json::value input, handler run)
        : name(std::move(called)),
          description(std::move(what_for)),
          input_schema(std::move(input)),
          call(std::move(run)) {}
    std::string name;
    std::string description;
    boost::json::value input_schema;
    handler call;
  };

  toolbox& add_handler(std::string name, std::string description, boost::json::value input_schema,
                       handler run);

  std::vector<tool> tools_;
  std::size_t concurrency_ = 8;
};

}  // namespace hai
