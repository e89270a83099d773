#pragma once

#include <boost/json/value.hpp>
#include <hai/events/event_payload.hpp>
#include <string_view>

namespace hai::model {

/// The names that a payload type stands for on the wire. A `kind` is one of an AgentEvent.
struct payload_name {
  std::string_view type;
  std::string_view kind;

  friend bool operator==(payload_name const&, payload_name const&) = default;
};

template <class Payload>
inline constexpr payload_name name_of{};
template <>
inline constexpr payload_name name_of<request_start_event>{"RequestStartEvent", ""};
template <>
inline constexpr payload_name name_of<request_start_dispatched_event>{"RequestStartDispatchedEvent", ""};
template <>
inline constexpr payload_name name_of<delay_agent_start_event>{"DelayAgentStartEvent", ""};
template <>
inline constexpr payload_name name_of<agent_started_event>{"AgentStartedEvent", ""};
template <>
inline constexpr payload_name name_of<agent_run_status_change_event>{"AgentRunStatusChangeEvent", ""};
template <>
inline constexpr payload_name name_of<active_state_change_event>{"ActiveStateChangeEvent", ""};
template <>
inline constexpr payload_name name_of<live_view_url_event>{"LiveViewUrlEvent", ""};
template <>
inline constexpr payload_name name_of<metrics_update_event>{"MetricsUpdateEvent", ""};
template <>
inline constexpr payload_name name_of<file_transfer_event>{"FileTransferEvent", ""};
template <>
inline constexpr payload_name name_of<agent_completion_event>{"AgentCompletionEvent", ""};
template <>
inline constexpr payload_name name_of<agent_error_event>{"AgentErrorEvent", ""};
template <>
inline constexpr payload_name name_of<chat_message_event>{"ChatMessageEvent", ""};
template <>
inline constexpr payload_name name_of<attachment_event>{"AttachmentEvent", ""};
template <>
inline constexpr payload_name name_of<runner_session_event>{"RunnerSessionEvent", ""};
template <>
inline constexpr payload_name name_of<policy_event>{"AgentEvent", "policy_event"};
template <>
inline constexpr payload_name name_of<tool_result_event>{"AgentEvent", "tool_result"};
template <>
inline constexpr payload_name name_of<answer_event>{"AgentEvent", "answer_event"};
template <>
inline constexpr payload_name name_of<error_event>{"AgentEvent", "error_event"};
template <>
inline constexpr payload_name name_of<message_event>{"AgentEvent", "message_event"};
template <>
inline constexpr payload_name name_of<observation_event>{"AgentEvent", "observation_event"};
template <>
inline constexpr payload_name name_of<flow_event>{"AgentEvent", "flow_event"};

/// The payload in an event's `data`, read leniently: data that is no object gives one without fields.
template <class Payload>
Payload payload_of(boost::json::value const& data);

}  // namespace hai::model
