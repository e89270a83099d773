#include <array>
#include <hai/session_state.hpp>
#include <ostream>
#include <string_view>

namespace hai {
namespace {

/// In the order of session_state::code; the first one is the unknown state without text.
constexpr std::array<std::string_view, 11> texts{
    "",          "queued", "pending",   "running",    "paused", "idle", "awaiting_tool_results",
    "completed", "failed", "timed_out", "interrupted"};

std::string const& name_of(std::size_t which) {
  static std::array<std::string, texts.size()> const all = [] {
    std::array<std::string, texts.size()> made;
    for (std::size_t i = 0; i != made.size(); ++i) made[i] = texts[i];
    return made;
  }();
  return all[which];
}

}  // namespace

session_state::session_state(std::string_view name) {
  if (name.empty()) return;
  for (std::size_t i = 1; i != texts.size(); ++i) {
    if (texts[i] == name) {
      code_ = static_cast<code>(i);
      return;
    }
  }
  unknown_name_ = std::make_shared<std::string const>(name);
}

std::string const& session_state::name() const noexcept {
  return unknown_name_ ? *unknown_name_ : name_of(static_cast<std::size_t>(code_));
}

bool session_state::is_terminal() const noexcept { return code_ >= code::completed; }

bool session_state::is_settled() const noexcept { return code_ == code::idle || is_terminal(); }

std::ostream& operator<<(std::ostream& out, session_state const& state) { return out << state.name(); }

}  // namespace hai
