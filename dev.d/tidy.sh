# tidy [FILE...]                clang-tidy 19 over the library's sources (default: all of src), as .clang-tidy says
ensure_packages "${test_packages[@]}" clang-19 clang-tidy-19
tidy=$(command -v clang-tidy-19 || command -v clang-tidy) || fail "clang-tidy is not installed"
cd "$root"

# make_commands NAME [CMAKE-OPTION...]: how clang compiles the sources, for clang-tidy to read, in build/tidy/NAME. Nothing
# is built but the precompiled headers.
make_commands() {
  local place=build/tidy/$1
  shift
  cmake -S . -B "$place" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG= -DCMAKE_CXX_COMPILER=clang++-19 \
    -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DHAI_PRECOMPILED_HEADERS=ON -DCMAKE_PCH_INSTANTIATE_TEMPLATES=ON \
    -DHAI_BUILD_TESTING=OFF -DHAI_BUILD_EXAMPLES=OFF -DHAI_BUILD_BENCHMARKS=OFF --log-level=NOTICE "$@" >/dev/null
  cmake --build "$place" --target hai-precompiled >&2
}

read_sources() { "$tidy" --quiet --warnings-as-errors='*' -p build/tidy/single "$@" 2>/dev/null; }

sources_of() { sed -nE 's/^#include "(.*\.cpp)"$/\1/p' "$@"; }

# read_batch FILE: a dozen sources as one, since their headers take nearly all of the time. Where they cannot be compiled
# as one, each is read by itself.
read_batch() {
  local said
  if said=$("$tidy" --quiet --warnings-as-errors='*' --checks=-bugprone-suspicious-include -p build/tidy/batches "$1" 2>/dev/null); then
    return 0
  fi
  if [[ $said == *clang-diagnostic-error* ]]; then
    read_sources $(sources_of "$1")
  else
    printf '%s\n' "$said"
    return 1
  fi
}

# read_file FILE: a source or a batch.
read_file() { if [[ $1 == */unity_* ]]; then read_batch "$1"; else read_sources "$1"; fi; }

make_commands single
files=("$@")
if [[ $# -eq 0 ]]; then
  make_commands batches -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=12
  mapfile -t files < <(sed -nE '/hai-precompiled/d; s/^ *"file": "(.*\/unity_.*)",?$/\1/p' build/tidy/batches/compile_commands.json)
  mapfile -t -O "${#files[@]}" files < <(comm -13 <(sources_of "${files[@]}" | sort) <(find "$root/src" -name '*.cpp' | sort))
fi
export tidy
export -f read_file read_batch read_sources sources_of
printf '%s\0' "${files[@]}" | xargs -0 --max-procs="$(job_count)" --max-args=1 bash -c 'read_file "$1"' _ ||
  fail "clang-tidy found faults; they are above"
if [[ $# -eq 0 ]]; then mapfile -t files < <(find src -name '*.cpp'); fi
say "clang-tidy: ${#files[@]} files without a fault."
