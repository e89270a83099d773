# matrix [ROW...]               the library and some of its tests by other compilers, Boosts and standards; prints a table
source "$root/dev.d/lib/newest_boost.sh"
# A row is COMPILER/STANDARD/STANDARD-LIBRARY/BOOST; or cobalt, for the use_op of Boost.Cobalt.
rows=(g++-12/20/libstdc++/system g++-12/23/libstdc++/system clang++-16/20/libstdc++/system clang++-19/20/libstdc++/system
  clang++-19/23/libstdc++/system g++-12/20/libstdc++/newest clang++-19/23/libstdc++/newest clang++-19/20/libc++/system
  cobalt)
[[ $# -eq 0 ]] || rows=("$@")
for row in "${rows[@]}"; do
  [[ $row == cobalt || $row =~ ^[a-z+]+-?[0-9]*/(20|23)/(libstdc\+\+|libc\+\+)/(system|newest)$ ]] ||
    wrong_usage "matrix: '$row' is neither cobalt nor COMPILER/20|23/libstdc++|libc++/system|newest"
done
ensure_packages "${test_packages[@]}"

# Installs what a row needs where the archive has it; a row whose needs stay unmet is told as not reachable.
try_packages() {
  is_debian_12 || return 0
  (ensure_packages "$@") >/dev/null 2>&1 || true
}

# run_row ROW TREE: its last line is the row's verdict.
run_row() {
  local row=$1 tree=$2 compiler standard library boost flags='' options=() place='' boost_root
  IFS=/ read -r compiler standard library boost <<<"$row"
  try_packages "${compiler/++/}"
  if [[ $compiler == g++* ]]; then try_packages "$compiler"; fi
  command -v "$compiler" >/dev/null || { echo "not reachable: no $compiler"; return 0; }
  if [[ $library == libc++ ]]; then
    try_packages "libc++-${compiler##*-}-dev" "libc++abi-${compiler##*-}-dev"
    flags=-stdlib=libc++
  fi
  if [[ $boost == newest ]]; then
    place=$(fetch_newest_boost) || { echo "not reachable: no newer Boost"; return 0; }
  elif [[ $library == libc++ ]]; then
    place=$(system_boost) || { echo "not reachable: no Boost of the system"; return 0; }
  fi
  if [[ -n $place ]]; then
    boost_root=$(boost_for "$compiler" "$flags" "$place") || { echo "its Boost cannot be built"; return 1; }
    options+=(-DBOOST_ROOT="$boost_root" -DBoost_NO_SYSTEM_PATHS=ON)
    boost=${place##*boost-}
  fi
  options+=(-DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_STANDARD="$standard" -DCMAKE_CXX_FLAGS="$flags"
    -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O0")
  if [[ $library == libc++ ]]; then
    consumer_of_row "$tree" "${options[@]}" && echo "builds, a session followed over TLS, Boost: $boost"
  else
    tests_of_row "$tree" "${options[@]}" && echo "builds without a warning, $(passed_tests "$tree.log") tests pass, Boost: $boost"
  fi
}

tests_of_row() {
  local tree=$1
  shift
  cmake -S "$root" -B "$tree" -G Ninja "$@" -DHAI_WARNINGS_AS_ERRORS=ON -DHAI_PRECOMPILED_HEADERS=ON \
    -DHAI_BUILD_BENCHMARKS=OFF -DHAI_BUILD_EXAMPLES=OFF &&
    cmake --build "$tree" --parallel "$(job_count)" --target unit-model unit-session integration-tokens &&
    ctest --test-dir "$tree" --output-on-failure --parallel "$(job_count)" --label-regex '^(unit|integration)$' \
      --exclude-regex NOT_BUILT
}

# GoogleTest is there for libstdc++ only: the user's project stands in for the tests.
consumer_of_row() {
  local tree=$1
  shift
  cmake -S "$root/test/consume/app" -B "$tree" -G Ninja "$@" -DHAI_SOURCE_DIR="$root" -DHAI_PRECOMPILED_HEADERS=ON &&
    cmake --build "$tree" --parallel "$(job_count)" --target consumer && "$tree/consumer"
}

passed_tests() { sed -nE 's/.*tests passed, .* out of ([0-9]+)$/\1/p' "$1"; }

# Boost.Cobalt's use_op, compiled only: the library of a later release needs a newer standard library.
cobalt_row() {
  local place
  place=$(fetch_newest_boost) || { echo "not reachable: no newer Boost"; return 0; }
  [[ -r $place/usr/include/boost/cobalt/op.hpp ]] || { echo "not reachable: that Boost has no Cobalt"; return 0; }
  command -v clang++-19 >/dev/null || { echo "not reachable: no clang++-19"; return 0; }
  clang++-19 -std=c++20 -Wall -Wextra -isystem "$place/usr/include" -I"$root/include" -c \
    "$root/test/consume/cobalt/use_op.cpp" -o /dev/null && echo "compiles, not linked (${place##*-})"
}

mkdir -p "$root/build/matrix"
table=()
failed=0
for row in "${rows[@]}"; do
  say "$row"
  name=${row//\//-}
  log=$root/build/matrix/$name.log
  started=$SECONDS
  run=(run_row "$row" "$root/build/matrix/$name")
  if [[ $row == cobalt ]]; then run=(cobalt_row); fi
  if "${run[@]}" >"$log" 2>&1; then
    verdict=$(tail -n 1 "$log")
  else
    verdict="FAILED: build/matrix/$name.log"
    failed=1
  fi
  table+=("$(printf '%-34s %5d s  %s' "$row" $((SECONDS - started)) "$verdict")")
done
printf '%s\n' "${table[@]}"
[[ $failed -eq 0 ]] || fail "a row failed"
