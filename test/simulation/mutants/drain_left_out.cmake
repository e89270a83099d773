# A settled status ends the stream, whatever is still to be read.
set(source session/follower.cpp)
set(right "    goal_ = goal::drain;\n    return;")
set(wrong "    goal_ = goal::end;\n    return;")
