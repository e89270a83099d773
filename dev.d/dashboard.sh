# dashboard [OPTION...]         build hai-dashboard, and show sessions in a browser (default: 24 simulated ones)
ensure_packages "${build_packages[@]}"
configure release -DHAI_BUILD_EXAMPLES=ON
say "Building hai-dashboard (release). The first time takes some minutes."
build release hai-dashboard
if [[ $# -eq 0 ]]; then set -- --simulate 24; fi
exec "$(build_tree release)/bin/hai-dashboard" "$@"
