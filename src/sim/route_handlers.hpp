#pragma once

#include "routes.hpp"

namespace hai::sim {

// Reading (read_routes.cpp, changes_route.cpp, list_route.cpp).
outcome get_session(call const&);
outcome get_status(call const&);
outcome get_changes(call const&);
outcome get_events(call const&);
outcome get_quota(call const&);
outcome list_sessions(call const&);
outcome get_resource(call const&);
outcome get_stored(call const&);

// Files of a session's machine (file_routes.cpp).
outcome list_files(call const&);
outcome read_file(call const&);
outcome write_file(call const&);
outcome get_stored_file(call const&);

// Making and telling (create_route.cpp, command_routes.cpp).
outcome create_session(call const&);
outcome cancel_session(call const&);
outcome post_messages(call const&);
outcome post_tool_results(call const&);
outcome post_pause(call const&);
outcome post_resume(call const&);
outcome post_force_answer(call const&);
outcome post_feedback(call const&);
outcome put_event_feedback(call const&);
outcome post_share(call const&);
outcome delete_share(call const&);

reply no_such_session();
reply over_the_limit();

/// A whole number of the query, or the 422 that says why not.
struct query_number {
  std::optional<long long> value;
  std::optional<reply> refusal;
};
query_number number_of(request const&, std::string_view name, std::optional<long long> least,
                       std::optional<long long> most);

}  // namespace hai::sim
