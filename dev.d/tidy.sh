# tidy [FILE...]                clang-tidy 19 over the library's sources (default: all of src), as .clang-tidy says
ensure_packages "${test_packages[@]}" clang-19 clang-tidy-19
tidy=$(command -v clang-tidy-19 || command -v clang-tidy) || fail "clang-tidy is not installed"
cd "$root"
# What clang-tidy reads are the commands of a build by clang; nothing is built.
cmake -S . -B build/tidy -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_COMPILER=clang++-19 \
  -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DHAI_BUILD_TESTING=OFF -DHAI_BUILD_EXAMPLES=OFF -DHAI_BUILD_BENCHMARKS=OFF \
  --log-level=NOTICE >/dev/null
files=("$@")
[[ ${#files[@]} -gt 0 ]] || mapfile -t files < <(find src -name '*.cpp' | sort)
printf '%s\0' "${files[@]}" |
  xargs -0 --max-procs="$(job_count)" --max-args=4 "$tidy" --quiet --warnings-as-errors='*' -p build/tidy ||
  fail "clang-tidy found faults; they are above"
say "clang-tidy: ${#files[@]} files without a fault."
