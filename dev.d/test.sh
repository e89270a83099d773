# test [CTEST-OPTION...]        build everything and run the tests
ensure_packages "${test_packages[@]}"
configure debug
say "Building the library and its tests (debug). The first time takes some minutes."
build debug
ctest --test-dir "$(build_tree debug)" --output-on-failure --parallel "$(job_count)" "$@"
