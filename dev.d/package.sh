# package [try]                 make the Debian packages (build/package/*.deb); try: install, use and remove them again
case ${1:-} in
  '' | try) ;;
  *) wrong_usage "package: '$1' is not try" ;;
esac
ensure_packages "${build_packages[@]}" dpkg-dev pkgconf man-db
configure package
say "Building the shared library, hai-watch and hai-sim (package). The first time takes some minutes."
build package
tree=$(build_tree package)
rm -f "$tree"/*.deb
(cd "$tree" && cpack >cpack.log) || { tail -n 20 "$tree/cpack.log" >&2; fail "cpack failed"; }
printf '%s\n' "$tree"/*.deb
if command -v lintian >/dev/null; then lintian "$tree"/*.deb >&2 || say "Those are lintian's remarks."; fi
[[ ${1:-} == try ]] || return 0

can_be_root || fail "to install the packages takes root"
names=()
for package in "$tree"/*.deb; do names+=("$(dpkg-deb --field "$package" Package)"); done
for name in "${names[@]}"; do
  if is_installed "$name"; then fail "$name is installed here already; it is left as it is"; fi
done
room=$(mktemp -d)
leave() {
  apt_get --yes purge "${names[@]}" >"$tree/purge.log" 2>&1 || say "could not remove ${names[*]}: $tree/purge.log"
  rm -rf "$room"
}
trap leave EXIT
apt_get --yes --no-install-recommends --no-remove install "$tree"/*.deb >"$tree/install.log" 2>&1 ||
  { tail -n 20 "$tree/install.log" >&2; fail "the packages cannot be installed"; }

version=$(dpkg-deb --field "$tree"/hai-tools_*.deb Version)
[[ $(/usr/bin/hai-watch --version) == "hai-watch $version" ]] || fail "hai-watch does not run"
[[ $(/usr/bin/hai-sim --version) == "hai-sim $version" ]] || fail "hai-sim does not run"
for page in hai-watch hai-sim; do
  MANPAGER=cat man --warnings "$page" >"$room/page" 2>"$room/faults"
  [[ -s $room/page && ! -s $room/faults ]] || fail "the manual page of $page cannot be read"
done
say "Building a program against what was installed."
cmake -S "$root/test/consume/app" -B "$room/app" -G Ninja >"$room/log"
cmake --build "$room/app" >>"$room/log" || { tail -n 20 "$room/log" >&2; fail "a program cannot be built"; }
"$room/app/consumer"
bash "$root/test/consume/pkg_config_test.sh" pkgconf "$(dirname "$(dpkg --listfiles libhai-agents-dev | grep 'pkgconfig$')")" c++ "$root/test/consume/app" "$room/by-hand"
say "The packages install, link and run; they are removed again."
