# coverage                      which lines the tests run: of the decisions all, or it fails; of the rest, a list
[[ $# -eq 0 ]] || wrong_usage "coverage: takes no arguments"
source "$root/dev.d/coverage/decisions.sh"
ensure_packages "${sanitize_packages[@]}"
tree=$(build_tree coverage)
counts=$tree/counts

llvm_tool() { command -v "$1-19" || command -v "$1" || fail "$1 is not installed"; }
cov=$(llvm_tool llvm-cov)
profdata=$(llvm_tool llvm-profdata)

# count_into NAME COMMAND...: runs it; the processes of one program add to one set of counters in $counts.
count_into() {
  local name=$1
  shift
  LLVM_PROFILE_FILE=$counts/$name-%4m.profraw "$@" >&2
}

run_label() { ctest --test-dir "$tree" --output-on-failure --parallel "$(job_count)" --label-regex "^$1\$"; }

# lines_of NAME...: 'SOURCE LINE COUNT' of each line of the tree that can run, by the counters of these names.
lines_of() {
  local name binaries=() others=()
  for name in "$@"; do printf '%s\n' "$counts/$name"-*.profraw; done >"$counts/files"
  "$profdata" merge --sparse --input-files="$counts/files" --output="$counts/merged.profdata"
  # The objects, since a program has only those that it needs; the tests, for what they make of templates.
  mapfile -t binaries < <(find "$tree/bin" "$tree/src" "$tree/examples" -type f ! -path '*precompiled*' \
    \( -name '*.cpp.o' -o -path '*/bin/unit-*' -o -path '*/bin/integration-*' \))
  others=("${binaries[@]:1}")
  "$cov" export --format=lcov --skip-functions --skip-expansions --instr-profile="$counts/merged.profdata" \
    "${binaries[0]}" "${others[@]/#/--object=}" "$root/src" "$root/examples/dashboard" "$root/include" \
    2> >(grep --invert-match 'mismatched data' >&2) |
    awk -v root="$root/" -F '[:,]' '
      $1 == "SF" { source = substr($2, length(root) + 1) }
      $1 == "DA" { print source, $2, $3 }'
}

cd "$root"
configure coverage
say "Building the library and its tests (coverage). The first time takes some minutes."
build coverage tests-unit tests-integration tests-simulation hai-simulate
rm -rf "$counts"
mkdir -p "$counts"
count_into tables run_label unit
count_into others run_label integration
count_into others "$tree/bin/simulation-cases" --gtest_brief=1
count_into others "$tree/bin/hai-simulate" 200

decisions >"$counts/decisions"
lines_of tables >"$counts/by_tables"
lines_of tables others >"$counts/by_all"
report=$root/build/coverage/never-ran.txt
awk -v report="$report" -f dev.d/coverage/table.awk "$counts/decisions" "$counts/by_tables" "$counts/by_all" ||
  fail "lines of decisions that no table test runs are above"
say "What of the rest never ran: $report"
