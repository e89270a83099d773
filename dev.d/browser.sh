# browser [pictures]            test the dashboard in headless Chromium; or make the pictures of the documentation
needed=("${build_packages[@]}" chromium)
if ! command -v npm >/dev/null; then needed+=(nodejs npm); fi
ensure_packages "${needed[@]}"
configure release -DHAI_BUILD_EXAMPLES=ON
say "Building hai-dashboard and hai-sim (release)."
build release hai-dashboard hai-sim

room=$root/build/browser
mkdir -p "$room"
cp "$root"/test/browser/* "$room"
npm --prefix "$room" install --no-audit --no-fund --silent
export HAI_BIN CHROMIUM
HAI_BIN=$(build_tree release)/bin
CHROMIUM=$(command -v chromium)
cd "$room"
case ${1:-test} in
  test) node --test dashboard.test.mjs ;;
  pictures) mkdir -p "$root/docs/images" && node pictures.mjs "$root/docs/images" ;;
  *) wrong_usage "browser: '$1' is neither test nor pictures" ;;
esac
