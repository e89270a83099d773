# check [STAGE...]              what CI has no time for: every consumer, matrix, sanitizers, coverage, tidy, …
source "$root/dev.d/lib/stage.sh"
declare -A checks=(
  [docs]="docs" [consume]="consume" [package]="package try" [coverage]="coverage" [tidy]="tidy" [sanitize]="sanitize" [fuzz]="fuzz 60"
  [simulate]="simulate 5000" [matrix]="matrix" [browser]="browser" [interop]="interop"
  [bench]="bench --check")
order=(docs consume package coverage tidy sanitize fuzz simulate matrix browser interop bench)

names=("$@")
[[ $# -gt 0 ]] || names=("${order[@]}")
for name in "${names[@]}"; do
  [[ -n ${checks[$name]:-} ]] || wrong_usage "check: '$name' is none of ${order[*]}"
done
failed=()
for name in "${names[@]}"; do
  # The words of a check are a verb and its arguments.
  stage "$name" "$root/dev" ${checks[$name]} || failed+=("$name")
done
[[ ${#failed[@]} -eq 0 ]] || fail "these failed: ${failed[*]}"
say "All of ${names[*]} passed, in $SECONDS s."
