#!/usr/bin/env bash
# links_test.sh ROOT: each link of the documentation to a file of this tree leads to one, and to a heading that it has.
set -euo pipefail
cd "$1"

# The anchors of a page's headings, as GitHub makes them.
anchors() {
  awk '/^```/ { code = !code } !code && /^#+ / { sub(/^#+ /, ""); print tolower($0) }' "$1" |
    sed -E 's/[^a-z0-9 _-]//g; s/ /-/g'
}

links() {
  awk '/^```/ { code = !code } !code' "$1" | grep -oE '\]\([^)]+\)' | sed -E 's/^\]\(//; s/\)$//' | grep -vE '^[a-z]+:' || true
}

broken=0
for page in *.md docs/*.md benchmarks/*.md; do
  while read -r link; do
    [[ -n $link ]] || continue
    file=${link%%#*}
    target=$page
    if [[ -n $file ]]; then target=$(dirname "$page")/$file; fi
    if [[ ! -e $target ]]; then
      echo "$page: $link: there is no such file" >&2
      broken=1
    elif [[ $link == *'#'* ]] && ! anchors "$target" | grep -qxF -- "${link#*#}"; then
      echo "$page: $link: there is no such heading" >&2
      broken=1
    fi
  done < <(links "$page")
done
exit "$broken"
