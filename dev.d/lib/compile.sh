# Configuring and building a preset. Its tree is build/PRESET.

build_tree() { printf '%s/build/%s' "$root" "$1"; }

require_tools() {
  local tool
  for tool in cmake ninja; do
    command -v "$tool" >/dev/null || fail "$tool is not installed"
  done
}

# One job a core, and no more than memory has room for: a heavy translation unit takes 1.5 GB.
job_count() {
  local cores memory_kib by_memory
  cores=$(nproc)
  memory_kib=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null || true)
  by_memory=$((${memory_kib:-1572864} / 1572864))
  if [[ $by_memory -lt 1 ]]; then by_memory=1; fi
  echo $((cores < by_memory ? cores : by_memory))
}

# configure PRESET [CMAKE-OPTION...]
configure() {
  local preset=$1 tree
  shift
  tree=$(build_tree "$preset")
  require_tools
  if [[ $# -eq 0 && -f $tree/build.ninja && $tree/CMakeCache.txt -nt $root/CMakePresets.json ]]; then return 0; fi
  if [[ ${CI:-} == true ]]; then
    set -- -DHAI_PRECOMPILED_HEADERS=ON "$@" # nothing is cached there, and a third of the compiling is headers
  elif command -v ccache >/dev/null; then
    set -- -DCMAKE_CXX_COMPILER_LAUNCHER=ccache "$@"
  fi
  # What is released is linked as the system links; a test's program in a fifth of the time.
  if [[ $preset =~ ^(debug|.*[at]san.*)$ ]] && command -v mold >/dev/null; then
    set -- -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=mold "$@"
  fi
  cmake -S "$root" --preset "$preset" --log-level=NOTICE "$@" >/dev/null
}

# build PRESET [TARGET...]
build() {
  local preset=$1
  shift
  cmake --build "$(build_tree "$preset")" --parallel "$(job_count)" ${1:+--target "$@"} >&2
}
