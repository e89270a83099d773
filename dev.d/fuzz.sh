# fuzz [SECONDS|check [SUBJECT...]]  fuzz what reads bytes from outside (default: 10 s each); check: the same runs each time
seconds=${1:-10}
preset=asan-ubsan
if [[ $seconds == check ]]; then
  preset=ci-asan-ubsan
  bounds=(-runs=20000 -seed=1)
  length="20,000 runs"
elif [[ $seconds =~ ^[0-9]+$ ]]; then
  bounds=(-max_total_time="$seconds")
  length="$seconds s"
else
  wrong_usage "fuzz: '$seconds' is no number of seconds"
fi
shift $(($# > 0 ? 1 : 0))
subjects=("${@:-}")
[[ -n ${subjects[0]} ]] || subjects=(envelope reply document input)
for subject in "${subjects[@]}"; do
  [[ -f $root/test/fuzz/${subject}_fuzz.cpp ]] || wrong_usage "fuzz: '$subject' is none of envelope, reply, document, input"
done

ensure_packages "${sanitize_packages[@]}"
configure "$preset"
say "Building the fuzzers. The first time takes some minutes."
build "$preset" "${subjects[@]/#/fuzz-}"
for subject in "${subjects[@]}"; do
  found=$(build_tree "$preset")/found/$subject
  mkdir -p "$found"
  seeds=("$root/test/fuzz/seeds/$subject")
  [[ -d ${seeds[0]} ]] || seeds=("$root/test/payloads" "$root/test/payloads/errors")
  say "fuzz-$subject, $length; what breaks it is written to $found"
  "$(build_tree "$preset")/bin/fuzz-$subject" "${bounds[@]}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -verbosity=0 -artifact_prefix="$found/" "$found" "${seeds[@]}"
done
