#!/usr/bin/env bash
# pkg_config_test.sh PKG_CONFIG PREFIX COMPILER APP OUTPUT [FLAG...]: builds the user's program APP by hand against PREFIX, and
# runs it. FLAGs are those that the library was compiled with: sanitizers want them everywhere.
set -euo pipefail
pkg_config=$1 prefix=$2 compiler=$3 app=$4 output=$5
shift 5

folder=$(dirname "$(find "$prefix" -name hai-agents.pc -print -quit)")
libraries=$(dirname "$folder")
export PKG_CONFIG_PATH=$folder${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
cflags=$("$pkg_config" --cflags hai-agents hai-sim)
libs=$("$pkg_config" --libs hai-agents hai-sim)
mkdir -p "$output"
# Flags are words.
"$compiler" -std=c++20 "$@" $cflags "$app"/*.cpp -o "$output/consumer" $libs
LD_LIBRARY_PATH=$libraries "$output/consumer"
