#!/usr/bin/env bash
# dev_test.sh CASE: one rule of ./dev, named by the function that checks it. Installs nothing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
source "$root/dev.d/lib/say.sh"
source "$root/dev.d/lib/apt_plan.sh"
source "$root/dev.d/lib/setup.sh"

expect_equal() {
  [[ $1 == "$2" ]] && return 0
  printf 'expected: %s\nactual:   %s\n' "$2" "$1" >&2
  exit 1
}

expect_contains() {
  [[ $1 == *"$2"* ]] && return 0
  printf 'expected to contain: %s\nactual: %s\n' "$2" "$1" >&2
  exit 1
}

status_of() {
  local status=0
  "$@" >/dev/null 2>&1 || status=$?
  echo "$status"
}

in_the_way() { packages_in_the_way <"$here/plans/$1.txt" | xargs; }

help_lists_every_verb_from_any_directory() {
  local list file
  cd /
  list=$("$root/dev" help)
  for file in "$root"/dev.d/*.sh; do
    expect_contains "$list" "  $(basename "$file" .sh)"
  done
}

help_is_also_what_no_verb_prints() { expect_equal "$("$root/dev")" "$("$root/dev" --help)"; }

wrong_usage_exits_2() {
  expect_equal "$(status_of "$root/dev" nonsense)" 2
  expect_equal "$(status_of "$root/dev" ../lib/say)" 2
  expect_equal "$(status_of "$root/dev" format --chekc)" 2
  expect_equal "$(status_of "$root/dev" sanitize nonsense)" 2
  expect_equal "$(status_of "$root/dev" build nonsense)" 2
  expect_equal "$(status_of "$root/dev" docs nonsense)" 2
  expect_equal "$(status_of "$root/dev" check nonsense)" 2
  expect_equal "$(status_of "$root/dev" consume nonsense)" 2
  expect_equal "$(status_of "$root/dev" coverage nonsense)" 2
  expect_equal "$(status_of "$root/dev" matrix nonsense)" 2
  expect_equal "$(status_of "$root/dev" package nonsense)" 2
}

a_removal_is_a_conflict() { expect_equal "$(in_the_way default_boost_installed)" "libboost-dev libboost1.74-dev"; }
an_unmet_conflict_is_named() { expect_equal "$(in_the_way unmet_dependencies)" "libboost1.74-dev"; }
a_downgrade_is_a_conflict() { expect_equal "$(in_the_way downgrade)" "libssl-dev libssl3"; }

a_plan_that_only_adds_has_no_conflict() {
  expect_equal "$(in_the_way harmless)" ""
  expect_equal "$(packages_to_install <"$here/plans/harmless.txt")" 2
}

# The functions below stand in for the machine's own tools.
a_conflict_stops_before_anything_is_installed() {
  local said status=0
  apt-get() { cat "$here/plans/default_boost_installed.txt"; }
  said=$(check_plan libboost1.81-dev 2>&1) || status=$?
  expect_equal "$status" 1
  expect_contains "$said" "libboost-dev libboost1.74-dev"
  expect_contains "$said" "Nothing was installed or removed"
}

what_is_installed_is_not_installed_again() {
  dpkg-query() { if [[ ${*: -1} == g++ ]]; then echo installed; else return 1; fi; }
  expect_equal "$(unset BOOST_ROOT; missing_packages g++ cmake libboost1.81-dev | xargs)" "cmake libboost1.81-dev"
}

a_removed_package_with_files_left_counts_as_missing() {
  dpkg-query() { echo config-files; }
  expect_equal "$(missing_packages cmake)" cmake
}

a_boost_of_ones_own_replaces_the_packages() {
  dpkg-query() { return 1; }
  expect_equal "$(BOOST_ROOT=/opt/boost missing_packages cmake libboost1.81-dev libboost-json1.81-dev | xargs)" cmake
}

without_root_the_command_is_printed() {
  local said status=0
  is_debian_12() { return 0; }
  is_installed() { return 1; }
  can_be_root() { return 1; }
  apt-get() { echo "apt-get was called" >&2; }
  said=$(ensure_packages cmake ninja-build 2>&1) || status=$?
  expect_equal "$status" 1
  expect_contains "$said" "apt-get install --no-install-recommends --no-remove cmake ninja-build"
  [[ $said != *"was called"* ]]
}

another_system_is_told_the_needs_and_goes_on() {
  local said root
  root=$(mktemp -d)
  is_debian_12() { return 1; }
  said=$(ensure_packages cmake 2>&1; echo "went on")
  rmdir "$root"
  expect_contains "$said" "Boost 1.81 or newer"
  expect_contains "$said" "went on"
}

an_sdk_that_cannot_be_had_is_no_failure_of_interop() {
  local said
  ensure_packages() { :; }
  configure() { :; }
  build() { :; }
  build_tree() { echo "/nowhere"; }
  python3() {  # makes a virtual environment whose pip reaches nothing
    if [[ $1 == -m ]]; then install -D /dev/stdin "$3/bin/pip" <<<$'#!/bin/sh\necho no route to host; exit 1'; fi
  }
  said=$(source "$root/dev.d/interop.sh" 2>&1; echo "went on")
  expect_contains "$said" "cannot be had from PyPI"
  if [[ $said == *"went on"* ]]; then return 1; fi
}

# compare EDIT: the demo's check of recorded output to which the sed script EDIT was done; says its exit status last.
compare() {
  local status=0
  sed -e "$1" "$here/demo/delivered.ndjson" |
    awk -f "$root/dev.d/demo/compare.awk" "$here/demo/ids" "$here/demo/account.json" - || status=$?
  echo "exit $status"
}

the_demo_passes_when_all_was_delivered() {
  local said
  said=$(compare '')
  expect_contains "$said" "5 events of 2 sessions"
  expect_contains "$said" "over 7 connections"
  expect_contains "$said" "lost 0, doubled 0, out of order 0"
  expect_contains "$said" "exit 0"
}

the_demo_fails_when_an_event_is_lost() {
  local said
  said=$(compare 3d)
  expect_contains "$said" "lost 1, doubled 0, out of order 0"
  expect_contains "$said" "exit 1"
}

the_demo_fails_when_an_event_is_doubled() {
  local said
  said=$(compare 2p)
  expect_contains "$said" "lost 0, doubled 1, out of order 0"
  expect_contains "$said" "exit 1"
}

the_demo_fails_when_events_change_places() {
  local said
  said=$(compare '3{h;d};4G')
  expect_contains "$said" "lost 0, doubled 0, out of order 1"
  expect_contains "$said" "exit 1"
}

the_demo_fails_when_an_end_is_wrong_or_missing() {
  local said
  said=$(compare '5s/completed/idle/')
  expect_contains "$said" "session aa-1 ended as 'idle', on the platform as 'completed'"
  expect_contains "$said" "exit 1"
  said=$(compare 7d)
  expect_contains "$said" "session bb-2 ended as '', on the platform as 'failed'"
  expect_contains "$said" "exit 1"
}

the_demo_fails_when_a_session_could_not_be_followed() {
  local said
  said=$(compare '5s/"end".*/"failure":{"status":404,"message":"no"}}/')
  expect_contains "$said" 'session aa-1: "failure":{"status":404,'
  expect_contains "$said" "exit 1"
}

the_demo_fails_when_nothing_was_delivered() {
  local said
  said=$(compare '1,$d')
  expect_contains "$said" "lost 5, doubled 0"
  expect_contains "$said" "exit 1"
}

# The lines of a small tree, as ./dev coverage counts them: COUNT is how often the second line of its decision ran.
tell_coverage() {
  local count=$1 remark=${2:-} place status=0
  place=$(mktemp -d)
  cd "$place"
  mkdir -p src/http
  printf 'int first;\nint second;%s\n' "$remark" >src/http/backoff.cpp
  echo src/http/backoff.cpp >decisions
  printf 'src/http/backoff.cpp 1 5\nsrc/http/backoff.cpp 2 %d\nsrc/net/tls.cpp 1 0\n' "$count" >by_tables
  printf 'src/http/backoff.cpp 2 9\nsrc/net/tls.cpp %s\n' "1 1" "2 0" "4 0" "5 1" "7 0" >by_all
  awk -v report=report -f "$root/dev.d/coverage/table.awk" decisions by_tables by_all || status=$?
  cat report
  echo "exit $status"
  cd /
  rm -r "$place"
}

coverage_passes_when_tables_run_every_line_of_the_decisions() {
  local said
  said=$(tell_coverage 1)
  expect_contains "$said" "src/http                     2       2  100.0 %"
  expect_contains "$said" "exit 0"
}

coverage_fails_when_only_other_tests_run_a_line_of_a_decision() {
  local said
  said=$(tell_coverage 0)
  expect_contains "$said" "src/http                     2       1   50.0 %"
  expect_contains "$said" "src/http/backoff.cpp:2: int second;"
  expect_contains "$said" "exit 1"
}

coverage_passes_over_a_line_that_says_why_no_table_runs_it() {
  expect_contains "$(tell_coverage 0 '  // no table runs this: it is too late')" "exit 0"
  expect_contains "$(tell_coverage 0 '  // no table runs this')" "exit 1"
}

coverage_lists_the_lines_of_the_rest_that_never_ran() {
  expect_contains "$(tell_coverage 1)" "src/net/tls.cpp: 3 of 5 lines: 2-4, 7"
}

# The sources of a small tree that decide.
what_decides() {
  local place
  place=$(mktemp -d)
  cd "$place"
  mkdir -p src/http examples/dashboard dev.d/coverage
  echo 'int decide(int seconds);' | tee src/http/plain.cpp src/http/connect.cpp src/http/listed.cpp >examples/dashboard/card.cpp
  echo '#include <boost/asio/awaitable.hpp>' >src/http/connect.hpp
  echo 'auto const present = std::chrono::system_clock::now();' >src/http/clock.cpp
  echo '#include <zlib.h>' >src/http/zip.cpp
  printf '%s\n' '+ src/http/zip   in memory' '- src/http/listed   is part of another' >dev.d/coverage/exceptions.txt
  source "$root/dev.d/coverage/decisions.sh"
  decisions | xargs
  cd /
  rm -r "$place"
}

what_shows_nothing_of_the_machine_is_held_to_full_coverage() {
  expect_equal "$(what_decides)" "examples/dashboard/card.cpp src/http/plain.cpp src/http/zip.cpp"
}

"$1"
