# Running checks one after the other, each with its time.

# stage NAME COMMAND...: says how the command ended and how long it took; its status is the command's.
stage() {
  local name=$1 started=$SECONDS status=0
  shift
  echo "=== $name: $*"
  "$@" </dev/null || status=$?
  if [[ $status -eq 0 ]]; then
    echo "=== $name: ok, $((SECONDS - started)) s"
  else
    echo "=== $name: failed with $status, $((SECONDS - started)) s"
  fi
  return "$status"
}
