# build [PRESET] [TARGET...]    build a preset of CMakePresets.json (default: release)
preset=${1:-release}
[[ $# -eq 0 ]] || shift
case $preset in
  release) ensure_packages "${build_packages[@]}" ;;
  debug) ensure_packages "${test_packages[@]}" ;;
  asan-ubsan | tsan) ensure_packages "${sanitize_packages[@]}" ;;
  *) wrong_usage "there is no preset '$preset': release, debug, asan-ubsan, tsan" ;;
esac
configure "$preset"
build "$preset" "$@"
