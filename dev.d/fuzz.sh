# fuzz [SECONDS [SUBJECT...]]   fuzz what reads bytes from outside (default: 10 s for each subject)
seconds=${1:-10}
[[ $seconds =~ ^[0-9]+$ ]] || wrong_usage "fuzz: '$seconds' is no number of seconds"
shift $(($# > 0 ? 1 : 0))
subjects=("${@:-}")
[[ -n ${subjects[0]} ]] || subjects=(envelope reply document input)
for subject in "${subjects[@]}"; do
  [[ -f $root/test/fuzz/${subject}_fuzz.cpp ]] || wrong_usage "fuzz: '$subject' is none of envelope, reply, document, input"
done

ensure_packages "${sanitize_packages[@]}"
configure fuzz
say "Building the fuzzers. The first time takes some minutes."
build fuzz "${subjects[@]/#/fuzz-}"
for subject in "${subjects[@]}"; do
  found=$(build_tree fuzz)/found/$subject
  mkdir -p "$found"
  seeds=("$root/test/fuzz/seeds/$subject")
  [[ -d ${seeds[0]} ]] || seeds=("$root/test/payloads" "$root/test/payloads/errors")
  say "fuzz-$subject, $seconds s; what breaks it is written to $found"
  "$(build_tree fuzz)/bin/fuzz-$subject" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -verbosity=0 -artifact_prefix="$found/" "$found" "${seeds[@]}"
done
