#!/usr/bin/env bash
# includes_test.sh SOURCE COMPILER [FLAG...]: what SOURCE includes, however deep, names neither Beast nor OpenSSL nor zlib.
set -euo pipefail
source=$1
shift

included=$("$@" -M "$source" | tr -s ' \\' '\n')
grep --quiet '/boost/asio/awaitable\.hpp$' <<<"$included" || { echo "the compiler named no includes" >&2; exit 1; }
if grep -E '/boost/beast|/openssl/|/boost/asio/ssl|/zlib\.h$' <<<"$included" >&2; then
  echo "these reach a user through a public header" >&2
  exit 1
fi
