#!/usr/bin/env bash
# shared_test.sh RULE LIBRARIES BUILD_TREE: one rule of the shared libraries in the folder LIBRARIES. BUILD_TREE is that of
# the static library, with the objects of the examples and of the guide.
set -euo pipefail
libraries=$2 tree=$3

shown() { nm --dynamic --defined-only --format=posix "$libraries"/libhai-agents.so "$libraries"/libhai-sim-platform.so; }

shows_what_examples_and_guide_link_to() {
  local wanted missing
  # What the tests of the examples use of each other is no library's.
  wanted=$(find "$tree/examples" "$tree/test/snippets" "$tree/test/consume" -name '*.o' -print0 |
    xargs -0 nm --undefined-only --format=posix | awk '$1 ~ /3hai/ && $1 !~ /3hai4test/ { print $1 }' | sort -u)
  [[ $(wc -l <<<"$wanted") -gt 100 ]] || { echo "the build tree has no objects of examples and guide" >&2; exit 1; }
  missing=$(comm -23 <(echo "$wanted") <(shown | awk '{ print $1 }' | sort -u))
  # What a program shares among its own objects is not the library's to show.
  missing=$(comm -23 <(echo "$missing") <(own_names))
  [[ -z $missing ]] || { c++filt <<<"$missing" >&2; echo "these are hidden" >&2; exit 1; }
}

own_names() {
  find "$tree/examples" "$tree/test/snippets" "$tree/test/consume" -name '*.o' -print0 | xargs -0 nm --defined-only --format=posix | awk '{ print $1 }' | sort -u
}

hides_its_own_names() {
  local names
  names=$(shown | awk '{ print $1 }')
  grep --quiet -E '^_ZNK?3hai6client5quota' <<<"$names" || { echo "the library shows nothing" >&2; exit 1; }
  # As the compiler writes them: in clear, a function of std made from a template begins with the type that it returns.
  if grep -E '^_Z(T[VTIS]|GV)?Z?NK?3hai(3api|4http|5model|3net|7observe)' <<<"$names" | c++filt >&2; then
    echo "these are shown" >&2
    exit 1
  fi
}

carries_its_interface_in_its_name() {
  local library
  for library in "$libraries"/libhai-agents.so "$libraries"/libhai-sim-platform.so; do
    readelf --dynamic "$library" | grep --quiet "SONAME.*\[$(basename "$library")\.[0-9.]*\]" || { echo "$library has no version" >&2; exit 1; }
  done
}

"$1"
