#!/usr/bin/env bash
# readme_program_test.sh CASE HAI-SIM PROGRAM: the README's first program against a simulated platform over TLS.
set -euo pipefail
room=$(mktemp -d)
exec {output}< <(exec "$2" --quiet --sessions 0 --seed 7 --api-key hk-right --ca-file "$room/ca.pem" --duration 100)
platform=$!
trap 'kill "$platform" 2>/dev/null || true; rm -rf "$room"' EXIT
read -r -t 30 url <&"$output"

# run_with_key KEY PROGRAM: its output, then its exit status, into `said`.
run_with_key() {
  local status=0
  said=$(env -u HTTPS_PROXY -u https_proxy SSL_CERT_FILE="$room/ca.pem" HAI_API_BASE_URL="$url" HAI_API_KEY="$1" \
    "$2" "Find the opening hours" 2>&1) || status=$?
  said+=$'\n'"exit $status"
}

expect_said() {
  [[ $said == *"$1"* ]] && return 0
  printf 'expected to contain: %s\nactual: %s\n' "$1" "$said" >&2
  exit 1
}

a_run_prints_its_events_and_its_answer() {
  run_with_key hk-right "$1"
  expect_said "0 "
  expect_said "completed: "
  expect_said "exit 0"
}

a_wrong_key_prints_the_reason_and_exits_1() {
  run_with_key hk-wrong "$1"
  expect_said "401"
  expect_said "exit 1"
}

"$1" "$3"
