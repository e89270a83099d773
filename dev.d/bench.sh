# bench [--full|--check|--accept]    measure the library against the floor and its peers (10 minutes; --full: 30)
bench_packages=("${build_packages[@]}" libcurl4-openssl-dev libbenchmark-dev valgrind strace openssl python3)
ensure_packages "${bench_packages[@]}"
configure bench
say "Building the library and the programs to measure (bench). The first time takes some minutes."
build bench
exec python3 "$root/benchmarks/harness" --build "$(build_tree bench)" "$@"
