# interop                       drive the simulated platform with the official Python SDK, and compare
python3 -c 'import ensurepip, venv' 2>/dev/null || ensure_packages python3-venv
ensure_packages "${build_packages[@]}"
configure release
say "Building hai-watch and hai-sim (release). The first time takes some minutes."
build release hai-watch hai-sim

programs=$(build_tree release)/bin
room=$(mktemp -d)
platform=
leave() {
  if [[ -n $platform ]]; then kill "$platform" 2>/dev/null || true; fi
  rm -rf "$room"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say "Installing the SDK (hai-agents, from PyPI) into a virtual environment that is thrown away afterwards."
python3 -m venv "$room/venv"
if ! "$room/venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 20 hai-agents >"$room/pip.log" 2>&1; then
  tail -n 3 "$room/pip.log" >&2
  say "The SDK cannot be had from PyPI here, so nothing was compared."
  exit 0
fi

# hai-sim prints its URL once it listens; reading that line is the waiting.
exec {platform_output}< <(exec "$programs/hai-sim" --quiet --sessions 0 --seed 24 --api-key hk-interop \
  --ca-file "$room/ca.pem" --duration 600)
platform=$!
read -r -t 30 url <&"$platform_output" || fail "hai-sim did not start"

# A proxy of the environment is of no use on loopback.
env -u HTTPS_PROXY -u https_proxy -u HTTP_PROXY -u http_proxy -u ALL_PROXY -u all_proxy PYTHONDONTWRITEBYTECODE=1 \
  SSL_CERT_FILE="$room/ca.pem" HAI_SIM_URL="$url" HAI_SIM_KEY=hk-interop HAI_WATCH="$programs/hai-watch" \
  "$room/venv/bin/python" "$root/test/interop/run.py"
