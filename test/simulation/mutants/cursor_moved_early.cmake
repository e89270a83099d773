# The cursor moves when a page begins to arrive, not when it is there whole.
set(source session/follower.cpp)
set(right "  if (!failing_since_) failing_since_ = now;")
set(wrong "  if (in_reply) ++cursor_;\n  if (!failing_since_) failing_since_ = now;")
