#!/usr/bin/env bash
# steering_examples_test.sh CASE HAI-SIM DIRECTORY: the examples `steer` and `history_export` in DIRECTORY, run
# against a simulated platform over TLS with one session that works on and on.
set -euo pipefail
room=$(mktemp -d)
exec {output}< <(exec "$2" --quiet --sessions 1 --steps 1000 --pace 1 --api-key hk-right --ca-file "$room/ca.pem" \
  --ids "$room/ids" --duration 100)
platform=$!
trap 'kill "$platform" 2>/dev/null || true; rm -rf "$room"' EXIT
read -r -t 30 url <&"$output"
id=$(<"$room/ids")
examples=$3

# run PROGRAM ARGUMENT...: its output and its exit status into `said`.
run() {
  local status=0
  said=$(env -u HTTPS_PROXY -u https_proxy SSL_CERT_FILE="$room/ca.pem" HAI_API_BASE_URL="$url" HAI_API_KEY=hk-right \
    "$examples/$1" "${@:2}" 2>&1) || status=$?
  said+=$'\n'"exit $status"
}

expect_said() {
  [[ $said == *"$1"* ]] && return 0
  printf 'expected to contain: %s\nactual: %s\n' "$1" "$said" >&2
  exit 1
}

every_command_reaches_the_session() {
  run steer "$id" pause
  expect_said $'paused\nexit 0'
  run steer "$id" resume
  expect_said $'running\nexit 0'
  run steer "$id" send "look at the lamps"
  expect_said "exit 0"
  run history_export "$id"
  expect_said '"look at the lamps"'
  run steer "$id" force-answer
  expect_said $'\nexit 0'
  run history_export "$id"
  expect_said '"force_answer"'
}

a_cancelled_session_is_interrupted() {
  run steer "$id" cancel
  expect_said $'interrupted\nexit 0'
}

a_history_has_one_event_a_line() {
  run steer "$id" cancel
  run history_export "$id"
  expect_said "exit 0"
  local line
  while IFS= read -r line; do
    [[ $line == "exit 0" || ($line == '{'*'}' && $line == *'"type"'*) ]] || { expect_said "(not an event: $line)"; }
  done <<<"$said"
  [[ $said == *'"stopped"'* ]] || expect_said "the last event"
}

wrong_use_is_told() {
  run steer "$id" explode
  expect_said "usage:"
  expect_said "exit 2"
  run steer no-such-session pause
  expect_said "POST /sessions/{id}/pause: 404"
  expect_said "exit 1"
}

"$1"
