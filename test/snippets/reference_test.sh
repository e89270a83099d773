#!/usr/bin/env bash
# reference_test.sh ROOT: each operation that is awaited names an example of the reference, each name leads to one, and no
# example lies there unseen.
set -euo pipefail
cd "$1"
examples=docs/reference/examples
headers=$(find include/hai -name '*.hpp' -not -path '*/detail/*' | sort)

# Declarations of documented awaitables whose comment has no @snippet.
without_example() {
  awk '
    FNR == 1 { is_open = 0; after_comment = 0 }
    /^ *\/\/\// {
      if (!after_comment) has_example = 0
      if (/@snippet/) has_example = 1
      after_comment = 1; is_open = 1; next
    }
    { after_comment = 0 }
    is_open && /awaitable<.*> *[a-z_]+\(/ && !has_example { print FILENAME ":" FNR ": no @snippet for" $0 }
    /[;{]$/ { is_open = 0 }' $headers
}

shown=$(sed -nE 's/^ *\/\/\/ @snippet ([a-z_]+\.cpp) ([a-z_]+)$/\1 \2/p' $headers | sort -u)
written=$(grep -oE '^ *//! \[[a-z_]+\]$' "$examples"/*.cpp | sed -E 's|.*/([a-z_]+\.cpp):.*\[([a-z_]+)\]|\1 \2|' | sort)

faults=$(
  without_example
  while read -r file tag; do
    [[ -n $file ]] || continue
    # Doxygen takes any line with the tag in brackets for a mark.
    [[ -f $examples/$file && $(grep -cF "[$tag]" "$examples/$file") == 2 ]] ||
      echo "$examples/$file: [$tag] stands there not exactly twice"
  done <<<"$shown"
  sed -nE 's/.*(@snippet.*)$/\1/p' $headers | grep -vE '^@snippet [a-z_]+\.cpp [a-z_]+$' | sed 's/^/not "@snippet FILE TAG": /' || true
  comm -13 <(echo "$shown") <(uniq <<<"$written") | sed 's/^/no header shows: /'
)
if [[ -n $faults ]]; then
  echo "$faults" >&2
  exit 1
fi
