# A 204 ends the stream.
set(source session/follower.cpp)
set(right "  goal_ = goal::ask_status;\n}\n\nvoid follower::on_status")
set(wrong "  status_ = session_status();\n  status_->state = session_state::completed;\n  goal_ = goal::end;\n}\n\nvoid follower::on_status")
