#pragma once

namespace hai {

/// The request for the session was taken in.
struct request_start_event {};

}  // namespace hai
