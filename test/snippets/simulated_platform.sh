# What the tests of the documentation's programs share: a simulated platform over TLS, and programs that run against it.

# start_platform HAI-SIM [OPTION...]: sets `url`, and `room`, a directory with its ca.pem; both go when the test ends.
start_platform() {
  local program=$1
  shift
  room=$(mktemp -d)
  exec {output}< <(exec "$program" --quiet --seed "${seed:-7}" --api-key hk-right --ca-file "$room/ca.pem" --duration 100 "$@")
  platform=$!
  trap 'kill "$platform" ${started:-} 2>/dev/null || true; rm -rf "$room"' EXIT
  read -r -t 30 url <&"$output"
}

# against_platform COMMAND...: runs it with the platform for its API; the key is that of `key`, else the right one.
against_platform() {
  env -u HTTPS_PROXY -u https_proxy SSL_CERT_FILE="$room/ca.pem" HAI_API_BASE_URL="$url" HAI_API_KEY="${key:-hk-right}" "$@"
}

# run COMMAND...: its output, then its exit status, into `said`.
run() {
  local status=0
  said=$(against_platform "$@" 2>&1) || status=$?
  said+=$'\n'"exit $status"
}

expect_said() {
  [[ $said == *"$1"* ]] && return 0
  printf 'expected to contain: %s\nactual: %s\n' "$1" "$said" >&2
  exit 1
}
