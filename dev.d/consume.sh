# consume                       build and run a user's project in every form: installed, in the tree, shared, by hand
[[ $# -eq 0 ]] || wrong_usage "consume: takes no arguments"
ensure_packages "${test_packages[@]}"
configure debug -DHAI_TEST_EVERY_CONSUMER=ON
say "Building the library and its consumers (debug). The first time takes some minutes."
build debug
status=0
ctest --test-dir "$(build_tree debug)" --output-on-failure --label-regex consume || status=$?
configure debug -DHAI_TEST_EVERY_CONSUMER=OFF
exit "$status"
