# watch ID...                   follow sessions in this terminal with hai-watch (HAI_API_KEY set)
ensure_packages "${build_packages[@]}"
configure release
build release hai-watch >/dev/null
exec "$(build_tree release)/bin/hai-watch" "$@"
