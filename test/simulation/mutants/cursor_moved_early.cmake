# The cursor moves when a page begins to arrive, not when it is there whole.
set(source session/follower.cpp)
set(right "  outage_.failed(now);")
set(wrong "  if (in_reply) ++cursor_;\n  outage_.failed(now);")
