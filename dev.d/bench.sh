# bench [--full|--check|--accept|--watched [SESSIONS]]    measure the library against the floor and its peers (10 minutes; --full: 30); or what a watched session costs (10 minutes)
if [[ ${1:-} == --watched ]]; then
  shift
  ensure_packages "${build_packages[@]}"
  configure release -DHAI_BUILD_BENCHMARKS=ON
  say "Building bench-monitor (release). The first time takes some minutes."
  build release bench-monitor
  exec "$(build_tree release)/bin/bench-monitor" "$@"
fi
bench_packages=("${build_packages[@]}" libcurl4-openssl-dev libbenchmark-dev valgrind strace openssl python3)
ensure_packages "${bench_packages[@]}"
configure bench
say "Building the library and the programs to measure (bench). The first time takes some minutes."
build bench
exec python3 "$root/benchmarks/harness" --build "$(build_tree bench)" "$@"
