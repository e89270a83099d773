# What ./dev says itself goes to stderr, so that a verb's output can be piped.
say() { printf '%s\n' "$*" >&2; }

fail() {
  say "dev: $*"
  exit 1
}

wrong_usage() {
  say "dev: $*"
  exit 2
}
