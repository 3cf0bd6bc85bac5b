#!/bin/sh
# Builds the page, or runs its tests. Maven calls it; so can you: build.sh page|test
# A machine without Node.js still builds the service, with a page that says what to install.
set -eu

WEB=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
TARGET=$WEB/../../../target
OUT=$TARGET/classes/web
STAMP=$TARGET/web.stamp
MOST_BYTES=300000

say() { printf '%s\n' "$*"; }

# Succeeds where there is a Node.js that the tools run on (see "engines" in package.json).
has_node() {
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 &&
        node -e 'const [a, b] = process.versions.node.split(".").map(Number);
            process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)'
}

install() {
    if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
        npm ci --no-audit --no-fund --loglevel=error >"$TARGET/npm.log" 2>&1 || return 1
        touch node_modules/.package-lock.json
    fi
}

# A page in place of the real one, and the reason on one line. What CI builds must be the real one.
stand_in() {
    say "The dashboard's page is not built: $1"
    [ -z "${CI:-}" ] || exit 1
    rm -rf "$OUT" "$STAMP"
    mkdir -p "$OUT"
    cp stand-in.html "$OUT/index.html"
    exit 0
}

# Of all that the page is made of: changes with any name or content.
digest() {
    find . -name node_modules -prune -o -name dist -prune -o -type f -print | LC_ALL=C sort | while read -r file; do
        cksum "$file"
    done | cksum
}

check_size() {
    total=0
    for file in $(find "$OUT" -type f); do
        total=$((total + $(gzip -9 -c "$file" | wc -c)))
    done
    if [ "$total" -gt "$MOST_BYTES" ]; then
        say "The page has $total bytes compressed; at most $MOST_BYTES are allowed."
        exit 1
    fi
    say "The dashboard's page has $total bytes compressed, of $MOST_BYTES allowed."
}

page() {
    now=$(digest)
    if [ -f "$OUT/index.html" ] && [ -f "$STAMP" ] && [ "$(cat "$STAMP")" = "$now" ]; then
        return
    fi
    has_node || stand_in "install Node.js 20.19 or later from https://nodejs.org and build again."
    install || stand_in "npm cannot install what it needs, see $(cd "$TARGET" && pwd)/npm.log."
    npx --no-install prettier --check --log-level warn .
    npx --no-install tsc --noEmit
    npx --no-install vite build --logLevel warn --emptyOutDir --outDir "$OUT"
    check_size
    printf '%s\n' "$now" >"$STAMP"
}

tests() {
    if [ "${SKIP_TESTS:-}" = true ] || [ "${SKIP_TESTS_TOO:-}" = true ]; then
        return
    fi
    has_node || return 0
    install || return 0
    npx --no-install vitest run --reporter=dot
}

cd "$WEB"
mkdir -p "$TARGET"
case ${1:-} in
    page) page ;;
    test) tests ;;
    *)
        say "Usage: build.sh page|test"
        exit 2
        ;;
esac
