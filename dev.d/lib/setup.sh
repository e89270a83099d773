# What the verbs need of the machine, and how it gets there on Debian 12.

build_packages=(g++ cmake ninja-build ca-certificates libssl-dev zlib1g-dev
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libcli11-dev)
test_packages=("${build_packages[@]}" libboost-context1.81-dev libgtest-dev mold pkgconf)
sanitize_packages=("${test_packages[@]}" clang-19 libclang-rt-19-dev llvm-19)
format_packages=(clang-format-14)
docs_packages=(doxygen)

print_needs() {
  say "Needed: a C++20 compiler (g++ 12, clang 16 or newer), CMake 3.25, Ninja, Boost 1.81 or newer (headers, json, url),
OpenSSL 3, zlib and CLI11; for the tests also GoogleTest and Boost.Context. ccache and mold are used when they are there.
./dev installs them on Debian 12 only; here it goes on with what the machine has."
}

is_debian_12() {
  [[ -r /etc/os-release ]] && (
    source /etc/os-release
    [[ ${ID:-} == debian && ${VERSION_ID:-} == 12 ]]
  )
}

is_installed() {
  [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# The arguments that are still to be installed, one a line. A Boost named by BOOST_ROOT replaces Debian's packages.
missing_packages() {
  local package
  for package in "$@"; do
    if [[ -n ${BOOST_ROOT:-} && $package == libboost* ]]; then continue; fi
    is_installed "$package" || printf '%s\n' "$package"
  done
}

as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  elif [[ -t 0 ]]; then
    sudo "$@"
  else
    sudo --non-interactive "$@"
  fi
}

can_be_root() {
  [[ $EUID -eq 0 ]] && return 0
  command -v sudo >/dev/null || return 1
  if [[ -t 0 ]]; then sudo --validate; else sudo --non-interactive true 2>/dev/null; fi
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -o DPkg::Lock::Timeout=120 "$@" </dev/null
}

stop_at_conflict() {
  fail "Nothing was installed or removed. These packages of this machine are in the way: $*
To build here, do one of these, then run ./dev again:
  - remove them yourself, if nothing else needs them:  apt-get remove $*
  - name another Boost, 1.81 or newer:                 BOOST_ROOT=/path/to/boost ./dev ...
  - build in a container:                              docker run --rm -it -v \"\$PWD\":/hai -w /hai debian:12 ./dev demo"
}

# Refuses a plan that takes anything away from the machine; says how large a plan that does not is.
check_plan() {
  local plan status=0 in_the_way
  plan=$(LC_ALL=C apt-get --simulate --no-install-recommends install "$@" 2>&1) || status=$?
  in_the_way=$(packages_in_the_way <<<"$plan")
  if [[ -n $in_the_way ]]; then stop_at_conflict $in_the_way; fi
  if [[ $status -ne 0 ]]; then
    say "$plan"
    fail "apt cannot install what is needed; its own words are above. Nothing was changed."
  fi
  say "With what they depend on: $(packages_to_install <<<"$plan") packages."
}

install_packages() {
  local log=$root/build/apt.log
  mkdir -p "$root/build"
  if ! apt_get --yes --no-install-recommends --no-remove -o Dpkg::Use-Pty=0 install "$@" >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    fail "apt-get install failed; its last words are above, all of them in $log"
  fi
}

# Installs the arguments where they are missing, on Debian 12; elsewhere says once what is needed.
ensure_packages() {
  if ! is_debian_12; then
    compgen -G "$root/build/*/CMakeCache.txt" >/dev/null || print_needs
    return 0
  fi
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [[ ${#missing[@]} -gt 0 ]] || return 0

  say "Debian packages to install: ${missing[*]}
This takes one to three minutes. Nothing is removed or downgraded."
  if ! can_be_root; then
    fail "That needs root, and sudo does not give it here. Run this as root, then ./dev again:
  apt-get update && apt-get install --no-install-recommends --no-remove ${missing[*]}"
  fi
  apt_get --quiet=2 update || say "Going on with the package lists that are there."
  check_plan "${missing[@]}"
  install_packages "${missing[@]}"
  say "Installed."
}
