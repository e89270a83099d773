# The newest Boost that the Debian archive of this machine has in a later release, unpacked beside the system's.

# The archive that apt knows; nothing but its later releases is asked for.
debian_mirror() {
  apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null | sort -u | head -n 1
}

# apt-get and apt-cache with a root of their own: the machine's sources and packages are neither seen nor changed.
private_apt() {
  local program=$1 home=$root/build/matrix/apt
  shift
  "$program" -o Dir="$home" -o Dir::State::status="$home/var/lib/dpkg/status" -o APT::Sandbox::User="$(id -un)" \
    -o Acquire::Languages=none -o Debug::NoLocking=1 "$@"
}

make_private_apt() {
  local mirror home=$root/build/matrix/apt keys=/usr/share/keyrings/debian-archive-keyring.gpg release
  mirror=$(debian_mirror)
  [[ -n $mirror && -r $keys ]] || return 1
  mkdir -p "$home"/etc/apt/{sources.list.d,preferences.d,apt.conf.d,trusted.gpg.d} "$home"/var/lib/{apt/lists/partial,dpkg} \
    "$home"/var/cache/apt/archives/partial
  : >"$home/var/lib/dpkg/status"
  for release in stable sid; do
    printf 'deb [signed-by=%s] %s %s main\n' "$keys" "$mirror" "$release"
  done >"$home/etc/apt/sources.list"
  private_apt apt-get --quiet=2 update >"$home/update.log" 2>&1
}

# fetch_newest_boost: unpacks its headers and Context into build/matrix/boost-VERSION, and prints that directory.
fetch_newest_boost() {
  local version place part
  make_private_apt || return 1
  version=$(private_apt apt-cache pkgnames libboost | sed -nE 's/^libboost([0-9.]+)-dev$/\1/p' | sort --version-sort | tail -n 1)
  [[ -n $version ]] || return 1
  place=$root/build/matrix/boost-$version
  if [[ ! -d $place/usr ]]; then
    mkdir -p "$place/debs"
    (cd "$place/debs" && private_apt apt-get --quiet=2 download "libboost$version-dev" \
      "libboost-context$version-dev" "libboost-context$version.0" "libboost-json$version-dev" "libboost-json$version.0" \
      "libboost-url$version-dev" "libboost-url$version.0" "libboost-cobalt$version-dev" \
      "libboost-container$version-dev" "libboost-container$version.0") >"$place/download.log" 2>&1 || return 1
    for part in "$place"/debs/*.deb; do dpkg-deb --extract "$part" "$place/unpacked"; done
    mv "$place/unpacked/usr" "$place/usr"
  fi
  printf '%s\n' "$place"
}

# system_boost: the machine's own Boost in a directory of its own, for boost_for.
system_boost() {
  local place=$root/build/matrix/boost-system libraries file
  libraries=$(dirname "$(dirname "$(find /usr/lib -maxdepth 4 -type d -name 'Boost-[0-9]*' | sort --version-sort | tail -n 1)")")
  [[ -d $libraries/cmake ]] || return 1
  rm -rf "$place"
  mkdir -p "$place/usr/include" "$place$libraries/cmake"
  ln -s /usr/include/boost "$place/usr/include/boost"
  cp -r "$libraries"/cmake/[Bb]oost* "$place$libraries/cmake"
  for file in "$libraries"/libboost_*; do cp -d "$file" "$place$libraries"; done
  printf '%s\n' "$place"
}

# boost_for COMPILER FLAGS PLACE: PLACE with Boost.JSON and Boost.URL made for this compiler and standard library: those of
# a later release need a newer one. Prints the root to hand to CMake.
boost_for() {
  local compiler=$1 flags=$2 place=$3 own libraries library file
  own=$place/for-$compiler${flags//[^a-z+]/}
  if [[ ! -e $own/done ]]; then
    rm -rf "$own"
    mkdir -p "$own/usr/include"
    ln -s "$(readlink -f "$place/usr/include/boost")" "$own/usr/include/boost"
    cp -r "$place/usr/lib" "$own/usr/lib"
    libraries=$(dirname "$(find "$own/usr/lib" -name 'libboost_json.so' -print -quit)")
    for library in json url; do
      file=$(readlink -f "$libraries/libboost_$library.so")
      rm -f "$file"
      make_library "$library" "$file" "$own" "$compiler" $flags >"$own/$library.log" 2>&1 || return 1
    done
    touch "$own/done"
  fi
  printf '%s/usr\n' "$own"
}

# make_library NAME FILE OWN COMPILER [FLAG...]: from its source in the headers, or where those have none any more, by a
# linker script in its place: the archive, with the two functions of a newer libstdc++ that it calls.
make_library() {
  local library=$1 file=$2 own=$3 header=$3/usr/include/boost/$1/src.hpp
  shift 3
  if [[ -r $header ]] && ! grep --quiet '^#error' "$header"; then
    printf '#include <boost/%s/src.hpp>\n' "$library" >"$own/$library.cpp"
    "$@" -std=c++20 -O1 -fPIC -shared -w -DBOOST_ALL_NO_LIB -I"$own/usr/include" -Wl,-soname,"$(basename "$file")" \
      -o "$file" "$own/$library.cpp"
  else
    printf '%s\n' '#include <exception>' '#include <ios>' \
      'namespace std { void ios_base_library_init() { static ios_base::Init const once; } }' \
      'extern "C" [[noreturn]] void __cxa_call_terminate(void*) noexcept { std::terminate(); }' >"$own/$library.cpp"
    "$@" -std=c++20 -w -c "$own/$library.cpp" -o "$own/$library.o" &&
      printf 'INPUT ( %s %s )\n' "${file%.so*}.a" "$own/$library.o" >"$file"
  fi
}
