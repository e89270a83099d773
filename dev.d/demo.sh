# demo                          follow 24 simulated sessions over TLS for ten seconds, and check what arrived
ensure_packages "${build_packages[@]}"
configure release
say "Building hai-watch and hai-sim (release). The first time takes some minutes."
build release hai-watch hai-sim

programs=$(build_tree release)/bin
room=$(mktemp -d)
started=()
leave() {
  local pid
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$room"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# hai-sim prints its URL once it listens; reading that line is the waiting.
start_platform() {
  exec {platform_output}< <(exec "$programs/hai-sim" --quiet --sessions 24 --steps 10 --pace 0.6 --seed 24 \
    --api-key hk-demo --ca-file "$room/ca.pem" --ids "$room/ids" --account "$room/account.json" --duration 120)
  platform=$!
  started+=("$platform")
  read -r -t 30 url <&"$platform_output" || fail "hai-sim did not start"
}

# A proxy of the environment is of no use on loopback.
watch_fleet() {
  env -u HTTPS_PROXY -u https_proxy HAI_API_KEY=hk-demo "$programs/hai-watch" \
    --base-url "$url" --ca-file "$room/ca.pem" --timeout 60 "$@" "${ids[@]}"
}

# 0 and 1 say how the sessions ended; anything else says that hai-watch could not follow them.
expect_followed() {
  [[ $2 -le 1 ]] || fail "$1 ended with $2"
}

start_platform
mapfile -t ids <"$room/ids"
say "hai-watch follows ${#ids[@]} sessions at $url; a second one writes JSON, for the check."
watch_fleet --json >"$room/delivered.ndjson" 2>"$room/watch.log" &
checked=$!
started+=("$checked")

status=0
watch_fleet || status=$?
expect_followed hai-watch "$status"
status=0
wait "$checked" || status=$?
if [[ $status -gt 1 ]]; then cat "$room/watch.log" >&2; fi
expect_followed "hai-watch --json" "$status"

kill "$platform"
wait "$platform" || fail "hai-sim ended with $?"

status=0
printf '\n'
awk -f "$root/dev.d/demo/compare.awk" "$room/ids" "$room/account.json" "$room/delivered.ndjson" || status=1
printf 'hai-watch   %s\nhai-sim     %s\n' "$programs/hai-watch" "$programs/hai-sim"
exit "$status"
