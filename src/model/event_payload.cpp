#include <hai/event.hpp>
#include <string>
#include <type_traits>

#include "model/event_access.hpp"
#include "model/payload_readers.hpp"

namespace hai {
namespace {

unknown_event unknown_of(event const& from) {
  unknown_event payload;
  payload.type = from.type();
  payload.kind = from.kind();
  if (boost::json::value const* const data = detail::event_access::data_if_sound(from)) payload.data = *data;
  return payload;
}

/// Tries each alternative in turn until one has the event's name.
template <class... Known>
event_payload decode(event const& from, std::type_identity<std::variant<unknown_event, Known...>>) {
  model::payload_name const name{from.type(), from.kind()};
  boost::json::value const* const data = detail::event_access::data_if_sound(from);
  event_payload payload;
  bool const known =
      data != nullptr &&
      ((name == model::name_of<Known> && (payload.emplace<Known>(model::payload_of<Known>(*data)), true)) ||
       ...);
  if (!known) payload = unknown_of(from);
  return payload;
}

template <class... Known>
bool is_known(model::payload_name name, std::type_identity<std::variant<unknown_event, Known...>>) {
  return ((name == model::name_of<Known>) || ...);
}

}  // namespace

event_payload event::payload() const { return decode(*this, std::type_identity<event_payload>()); }

template <class T>
std::optional<T> event::get_if() const {
  model::payload_name const name{type(), kind()};
  if constexpr (std::is_same_v<T, unknown_event>) {
    if (is_known(name, std::type_identity<event_payload>())) return std::nullopt;
    return unknown_of(*this);
  } else {
    if (name != model::name_of<T>) return std::nullopt;
    boost::json::value const* const data = detail::event_access::data_if_sound(*this);
    if (data == nullptr) return std::nullopt;
    return model::payload_of<T>(*data);
  }
}

template std::optional<unknown_event> event::get_if() const;
template std::optional<request_start_event> event::get_if() const;
template std::optional<request_start_dispatched_event> event::get_if() const;
template std::optional<delay_agent_start_event> event::get_if() const;
template std::optional<agent_started_event> event::get_if() const;
template std::optional<agent_run_status_change_event> event::get_if() const;
template std::optional<active_state_change_event> event::get_if() const;
template std::optional<live_view_url_event> event::get_if() const;
template std::optional<metrics_update_event> event::get_if() const;
template std::optional<file_transfer_event> event::get_if() const;
template std::optional<agent_completion_event> event::get_if() const;
template std::optional<agent_error_event> event::get_if() const;
template std::optional<chat_message_event> event::get_if() const;
template std::optional<attachment_event> event::get_if() const;
template std::optional<runner_session_event> event::get_if() const;
template std::optional<policy_event> event::get_if() const;
template std::optional<tool_result_event> event::get_if() const;
template std::optional<answer_event> event::get_if() const;
template std::optional<error_event> event::get_if() const;
template std::optional<message_event> event::get_if() const;
template std::optional<observation_event> event::get_if() const;
template std::optional<flow_event> event::get_if() const;

}  // namespace hai
