#!/usr/bin/env bash
# manual_test.sh PROGRAM PAGE: the manual page names each option that --help names, and no other.
set -euo pipefail
program=$1 page=$2

options_in() { grep -oE -- '(^|[^[:alnum:]-])(--[a-z][a-z-]+|-[a-z])\b' | grep -oE -- '-{1,2}[a-z][a-z-]*' | sort -u; }

asked=$("$program" --help | sed -n '/^Options:/,/^$/p' | sed -E 's/^( +(-[a-z],)?(--[a-z-]+)?(-[a-z])?).*/\1/; s/,/ /g' | options_in)
told=$(sed -n '/^\.SH OPTIONS/,/^\.SH /{s/\\//g;/^\.SH/d;p}' "$page" | grep -A1 '^\.TP' | options_in)
[[ -n $asked ]] || { echo "--help names no options" >&2; exit 1; }
diff <(echo "$asked") <(echo "$told") >&2
