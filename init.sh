#!/bin/sh
# Sets Gridtick up, and starts it.
#   ./init.sh        installs, writes .env if there is none, prepares the database, starts the server
#   ./init.sh test   installs, and runs all checks and tests
# Both may be run again and again.
set -eu
cd "$(dirname "$0")"

if [ -t 1 ]; then bold='\033[1m' plain='\033[0m'; else bold='' plain=''; fi
say() { printf "$bold▸ %s$plain\n" "$1"; }
fail() { printf '%s\n' "$1" >&2; exit 1; }

need_node() {
  command -v node >/dev/null 2>&1 || fail 'Node.js is missing. Install Node.js 20.19 or newer (https://nodejs.org), then run this again.'
  command -v npm >/dev/null 2>&1 || fail 'npm is missing. It comes with Node.js 20.19 or newer (https://nodejs.org); install that, then run this again.'
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "Node.js $(node -v) is too old. Install Node.js 20.19 or newer (https://nodejs.org), then run this again."
}

# Installs what package-lock.json says, unless that was done already.
install() {
  stamp=node_modules/.installed-from
  if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp"; then return; fi
  say 'Installing packages (npm ci)'
  npm ci --no-fund --no-audit
  cp package-lock.json "$stamp"
}

# In CI, Debian's packages bring the browser and the C compiler that some tests need. On a developer's machine nothing is
# installed: the tests in a browser fail and say what to do, and the few that need a compiler are skipped.
install_test_programs() {
  if [ -z "${CI:-}" ]; then return; fi
  missing=''
  if ! [ -x "${CHROMIUM:-}" ] && ! command -v chromium-headless-shell >/dev/null 2>&1; then
    missing="$missing chromium-headless-shell"
  fi
  if ! command -v cc >/dev/null 2>&1; then missing="$missing gcc libc6-dev"; fi
  if [ -z "$missing" ]; then return; fi
  say "Installing what the tests need (apt-get install$missing)"
  if [ "$(id -u)" = 0 ]; then as_root=''; else as_root='sudo'; fi
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# Settings with secrets of their own, readable by this user alone.
write_env() {
  if [ -f .env ]; then return; fi
  say 'Writing .env with fresh secrets'
  (
    umask 077
    node -e '
      const secret = (bytes) => require("node:crypto").randomBytes(bytes).toString("base64url")
      process.stdout.write([
        "# Settings of this server. The README explains them all.",
        "DATABASE_URL=file:./data/gridtick.db",
        `AUTH_SECRET=${secret(48)}`,
        "DEBUG_USER=debug",
        `DEBUG_PASSWORD=${secret(12)}`,
        "",
      ].join("\n"))' > .env
  )
}

setting() { sed -n "s/^$1=//p" .env | tail -n 1; }

case "${1:-start}" in
  start)
    need_node
    install
    write_env
    say 'Preparing the database'
    npm run --silent migrate
    say 'Starting the server (Ctrl-C stops it)'
    printf '  debug user  %s\n  password    %s\n  (both from .env)\n\n' "$(setting DEBUG_USER)" "$(setting DEBUG_PASSWORD)"
    exec npm start --silent
    ;;
  test)
    need_node
    install
    install_test_programs
    say 'Running all checks: format, lint, types, unused code, and the tests in three lanes: fast, programs, browser'
    exec npm run --silent test:all -- --check
    ;;
  *)
    fail "usage: ./init.sh          sets up and starts the server
       ./init.sh test     sets up and runs all checks"
    ;;
esac
