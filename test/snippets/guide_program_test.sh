#!/usr/bin/env bash
# guide_program_test.sh CASE HAI-SIM FOLDER: a program of the guide, from the folder of programs, against a simulated
# platform over TLS.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/simulated_platform.sh"
sim=$2
guide=$3/guide-

# By the seed of the command that the page gives: a first run should not be one of those that fail.
first_run_prints_its_events_and_its_answer() {
  local seed
  seed=$(sed -nE 's/.*hai-sim" .*--seed ([0-9]+) .*/\1/p' "$(dirname "${BASH_SOURCE[0]}")/../../docs/first-run.md")
  [[ -n $seed ]]
  start_platform "$sim" --sessions 0 --pace 0.01
  run "${guide}first-run-1" "Find the opening hours"
  expect_said "session "
  expect_said $'\n'"0 "
  expect_said "completed: "
  expect_said "exit 0"
}

first_run_says_that_the_key_is_missing() {
  start_platform "$sim" --sessions 0
  run env -u HAI_API_KEY -u H_API_KEY "${guide}first-run-1" "Find the opening hours"
  expect_said "POST /sessions: 401: "
  expect_said "(no API key was sent: set HAI_API_KEY, "
  expect_said "exit 1"
}

following_goes_on_where_it_was() {
  start_platform "$sim" --sessions 1 --pace 0.01 --ids "$PWD/ids.$$"
  local id next
  id=$(<"$PWD/ids.$$")
  rm "$PWD/ids.$$"
  run "${guide}following-a-session-1" "$id"
  expect_said "0 RequestStartEvent"
  next=${said##*go on later from }
  next=${next%%$'\n'*}
  run "${guide}following-a-session-1" "$id" $((next - 1))
  expect_said "$((next - 1)) "
  expect_said "go on later from $next"
  [[ $said != *"$((next - 2)) "* ]] || exit 1
}

a_conversation_has_an_answer_for_each_message() {
  seed=3 start_platform "$sim" --sessions 0 --pace 0.01
  run "${guide}steering-and-conversations-1" "Good day" "When do you open?"
  [[ $(grep -c "^idle: " <<<"$said") == 2 ]] || expect_said "two answers"
  expect_said "exit 0"
}

an_answer_is_read_as_a_type() {
  start_platform "$sim" --sessions 0
  run "${guide}answers-1"
  expect_said "example @ example"
  expect_said "exit 0"
}

a_tool_is_called_and_the_run_ends() {
  start_platform "$sim" --sessions 0
  run "${guide}tools-1" "Where is order A-1234?"
  expect_said 'completed: "Done: Where is order A-1234?"'
  expect_said "exit 0"
}

moved_from_python_prints_state_and_answer() {
  start_platform "$sim" --sessions 0 --pace 0.01
  run "${guide}moving-from-the-python-sdk-1"
  expect_said 'completed "'
  expect_said "exit 0"
}

both_counters_count() {
  start_platform "$sim" --sessions 0
  run "${guide}new-to-asio-1"
  expect_said "a 3"
  expect_said "b 2"
  expect_said "exit 0"
}

a_first_test_passes() {
  start_platform "$sim" --sessions 0
  run "${guide}testing-with-the-simulated-platform-1"
  expect_said "At nine. after 1 creation and 1 fault"
  expect_said "exit 0"
}

# The server prints its port; `said` gets what it writes to a peer that asks for a session.
ask_server() {
  local word port
  exec {server}< <(exec env -u HTTPS_PROXY -u https_proxy SSL_CERT_FILE="$room/ca.pem" HAI_API_BASE_URL="$url" \
    HAI_API_KEY=hk-right "${guide}embedding-in-a-server-1")
  started=$!
  read -r -t 30 word port <&"$server"
  exec {peer}<>"/dev/tcp/127.0.0.1/$port"
  echo "$1" >&"$peer"
  said=$(timeout 60 cat <&"$peer")
}

a_server_forwards_events() {
  start_platform "$sim" --sessions 1 --pace 0.01 --ids "$PWD/ids.$$"
  local id
  id=$(<"$PWD/ids.$$")
  rm "$PWD/ids.$$"
  ask_server "$id"
  expect_said "0 RequestStartEvent"
  expect_said "end: "
}

a_server_explains_a_failure_to_its_peer() {
  start_platform "$sim" --sessions 0
  ask_server no-such-session
  expect_said "failed: GET /sessions/{id}/changes: 404"
}

many_sessions_are_told_through_one_cursor() {
  start_platform "$sim" --sessions 3 --pace 0.05
  # Started here and not by against_platform, whose subshell would be what is stopped at the end.
  env -u HTTPS_PROXY -u https_proxy SSL_CERT_FILE="$room/ca.pem" HAI_API_BASE_URL="$url" HAI_API_KEY=hk-right \
    "${guide}many-sessions-1" "$room/checkpoint.json" >"$room/told" &
  started=$!
  until [[ $(grep -cE '^[^ ]+: (completed|idle|failed)$' "$room/told") == 3 ]]; do
    kill -0 "$started" || exit 1
    sleep 0.1
  done
  said=$(<"$room/told")
  expect_said " 0 RequestStartEvent"
}

"$1"
