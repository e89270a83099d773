# simulate [COUNT] [--seed N] [--trace]    live through COUNT simulated worlds (default: 1000), or through that of seed N
ensure_packages "${test_packages[@]}"
configure debug
build debug hai-simulate >/dev/null
exec "$(build_tree debug)/bin/hai-simulate" "$@"
