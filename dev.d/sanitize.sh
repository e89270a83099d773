# sanitize [asan|ubsan|tsan]    the tests under clang's sanitizers (default: all; asan and ubsan share a build)
sanitize() {
  local preset=$1
  configure "$preset"
  say "Building the library and its tests ($preset). The first time takes some minutes."
  build "$preset"
  ctest --preset "$preset" --parallel "$(job_count)"
}

presets=()
for name in "${@:-all}"; do
  case $name in
    asan | ubsan | asan-ubsan) presets+=(asan-ubsan) ;;
    tsan) presets+=(tsan) ;;
    all) presets+=(asan-ubsan tsan) ;;
    *) wrong_usage "sanitize: '$name' is none of asan, ubsan, tsan" ;;
  esac
done
ensure_packages "${sanitize_packages[@]}"
cd "$root"
for preset in $(printf '%s\n' "${presets[@]}" | sort -u); do
  sanitize "$preset"
done
