#!/usr/bin/env bash
# order_test.sh ROOT: each page of the guide ends with the way to the next one, in the order of the guide's index.
set -euo pipefail
cd "$1/docs"
mapfile -t pages < <(sed -nE 's/^[0-9]+\. \[[^]]*\]\(([a-z-]+\.md)\).*/\1/p' README.md)
[[ ${#pages[@]} -gt 1 ]]

broken=0
for ((i = 1; i < ${#pages[@]}; ++i)); do
  if ! tail -n 1 "${pages[i - 1]}" | grep -qE "^Next: \[.*\]\(${pages[i]}\)\.$"; then
    echo "docs/${pages[i - 1]}: its last line is not the way to ${pages[i]}" >&2
    broken=1
  fi
done
exit "$broken"
