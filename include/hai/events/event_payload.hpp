#pragma once

#include <hai/events/active_state_change_event.hpp>
#include <hai/events/agent_completion_event.hpp>
#include <hai/events/agent_error_event.hpp>
#include <hai/events/agent_run_status_change_event.hpp>
#include <hai/events/agent_started_event.hpp>
#include <hai/events/answer_event.hpp>
#include <hai/events/attachment_event.hpp>
#include <hai/events/chat_message_event.hpp>
#include <hai/events/delay_agent_start_event.hpp>
#include <hai/events/error_event.hpp>
#include <hai/events/file_transfer_event.hpp>
#include <hai/events/flow_event.hpp>
#include <hai/events/live_view_url_event.hpp>
#include <hai/events/message_event.hpp>
#include <hai/events/metrics_update_event.hpp>
#include <hai/events/observation_event.hpp>
#include <hai/events/policy_event.hpp>
#include <hai/events/request_start_dispatched_event.hpp>
#include <hai/events/request_start_event.hpp>
#include <hai/events/runner_session_event.hpp>
#include <hai/events/tool_result_event.hpp>
#include <hai/events/unknown_event.hpp>
#include <variant>

namespace hai {

/// Every payload an event can carry, the unknown one first.
using event_payload =
    std::variant<unknown_event, request_start_event, request_start_dispatched_event, delay_agent_start_event,
                 agent_started_event, agent_run_status_change_event, active_state_change_event,
                 live_view_url_event, metrics_update_event, file_transfer_event, agent_completion_event,
                 agent_error_event, chat_message_event, attachment_event, runner_session_event, policy_event,
                 tool_result_event, answer_event, error_event, message_event, observation_event, flow_event>;

}  // namespace hai
