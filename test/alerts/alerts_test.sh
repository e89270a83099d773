# alerts_test.sh PAGE ROOM: checks and runs the alert rules that stand in a page of the documentation.
set -euo pipefail
page=$1
room=$2
if ! command -v promtool >/dev/null; then
  echo "promtool is not installed (Debian: prometheus): the alert rules were not run"
  exit 77
fi
mkdir -p "$room"
awk '/^```yaml$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$page" >"$room/rules.yml"
cp "$(dirname "$0")/alerts_test.yml" "$room/alerts_test.yml"
cd "$room"
promtool check rules rules.yml
promtool test rules alerts_test.yml
# Each rule is made to fire, and not to, at least once.
for alert in $(sed -n 's/.*- alert: //p' rules.yml); do
  [ "$(grep -c -w "alertname: $alert" alerts_test.yml)" -ge 2 ] || {
    echo "$alert: tested less than twice"
    exit 1
  }
done
