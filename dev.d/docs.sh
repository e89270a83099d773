# docs                          build the API reference and the guide as web pages (build/docs); a warning is an error
[[ $# -eq 0 ]] || wrong_usage "docs: takes no arguments"
ensure_packages "${docs_packages[@]}"
command -v doxygen >/dev/null || fail "doxygen is not installed"

HAI_VERSION=$(awk '/^#define HAI_VERSION_(MAJOR|MINOR|PATCH) / { printf "%s%s", dot, $3; dot = "." }' \
  "$root/include/hai/version.hpp")
HAI_OUTPUT=$root/build/docs
export HAI_VERSION HAI_OUTPUT
rm -rf "$HAI_OUTPUT"
mkdir -p "$HAI_OUTPUT"
cd "$root"
doxygen docs/reference/Doxyfile 2>"$HAI_OUTPUT/warnings.txt" || fail "doxygen ended with $?"

# Members whose name says it all need no comment; types and operations do.
if grep --invert-match 'Member .* is not documented' "$HAI_OUTPUT/warnings.txt" >&2 ||
  grep 'Member .*awaitable.* is not documented' "$HAI_OUTPUT/warnings.txt" >&2; then
  fail "the documentation has faults; they are above"
fi
say "$HAI_OUTPUT/index.html"
