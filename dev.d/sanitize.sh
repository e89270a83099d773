# sanitize [quick] [asan|ubsan|tsan]  the tests under clang's sanitizers (default: all); quick: the part that CI runs
# sanitize PRESET [LABEL...]: builds and runs the tests with these labels; all tests if none is given.
sanitize() {
  local preset=$1 labels
  shift
  configure "$preset"
  say "Building the library and its tests ($preset). The first time takes some minutes."
  build "$preset" "${@/#/tests-}"
  labels=$(IFS='|' && echo "$*")
  ctest --preset "$preset" --parallel "$(job_count)" ${labels:+--label-regex "^($labels)\$"}
}

quick=
if [[ ${1:-} == quick ]]; then
  quick=yes
  shift
fi
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
  case $quick$preset in
    yesasan-ubsan) sanitize ci-asan-ubsan unit integration ;;
    yestsan) sanitize ci-tsan threads ;;
    *) sanitize "$preset" ;;
  esac
done
