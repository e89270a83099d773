#!/usr/bin/env bash
# readme_program_test.sh CASE HAI-SIM PROGRAM: the README's first program against a simulated platform over TLS.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/simulated_platform.sh"
start_platform "$2" --sessions 0

a_run_prints_its_events_and_its_answer() {
  run "$1" "Find the opening hours"
  expect_said "0 "
  expect_said "completed: "
  expect_said "exit 0"
}

a_wrong_key_prints_the_reason_and_exits_1() {
  key=hk-wrong run "$1" "Find the opening hours"
  expect_said "401"
  expect_said "exit 1"
}

"$1" "$3"
