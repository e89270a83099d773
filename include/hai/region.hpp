#pragma once

namespace hai {

/// Where the API runs. A key belongs to one of them.
enum class region { eu, us };

}  // namespace hai
