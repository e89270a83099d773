#pragma once

namespace hai {

/// The agent began its work.
struct agent_started_event {};

}  // namespace hai
