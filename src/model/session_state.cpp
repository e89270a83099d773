#include <array>
#include <hai/session_state.hpp>
#include <ostream>

namespace hai {
namespace {

/// In the order of session_state::code; the first one is the unknown state without text.
std::array<std::string, 11> const& names() {
  static std::array<std::string, 11> const all{
      "",          "queued", "pending",   "running",    "paused", "idle", "awaiting_tool_results",
      "completed", "failed", "timed_out", "interrupted"};
  return all;
}

}  // namespace

session_state::session_state(std::string_view name) {
  if (name.empty()) return;
  for (std::size_t i = 1; i != names().size(); ++i) {
    if (names()[i] == name) {
      code_ = static_cast<code>(i);
      return;
    }
  }
  unknown_name_ = std::make_shared<std::string const>(name);
}

std::string const& session_state::name() const noexcept {
  return unknown_name_ ? *unknown_name_ : names()[static_cast<std::size_t>(code_)];
}

bool session_state::is_terminal() const noexcept { return code_ >= code::completed; }

bool session_state::is_settled() const noexcept { return code_ == code::idle || is_terminal(); }

std::ostream& operator<<(std::ostream& out, session_state const& state) { return out << state.name(); }

}  // namespace hai
