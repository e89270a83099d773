#pragma once

namespace hai::http {

/// Which share of the connections an exchange draws from: short calls never queue behind long-polls.
enum class room { long_poll, short_call };

}  // namespace hai::http
