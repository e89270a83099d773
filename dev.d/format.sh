# format [--check]              lay out the C++ sources with clang-format 14, or tell which are not
case ${1:-} in
  '') action=(-i) ;;
  --check) action=(--dry-run --Werror) ;;
  *) wrong_usage "format: '$1' is not --check" ;;
esac
ensure_packages "${format_packages[@]}"
clang_format=$(command -v clang-format-14 || command -v clang-format) || fail "clang-format 14 is not installed"
cd "$root"
find include src test benchmarks examples docs -name '*.[ch]pp' -print0 | sort -z |
  xargs -0 --no-run-if-empty "$clang_format" --style=file "${action[@]}" ||
  fail "some sources are not laid out as .clang-format says: ./dev format mends it"
