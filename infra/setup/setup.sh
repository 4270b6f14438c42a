#!/bin/sh
# Finds or installs a Python that can build the virtual environment, then hands over to infra/setup (Python's own
# library only). Options are passed on: --dev adds what the tests need.
set -eu
cd "$(dirname "$0")/../.."

usable() {
    "$1" -I -c '
import ensurepip, os, sys, sysconfig, venv
header = os.path.join(sysconfig.get_path("include"), "Python.h")
sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 12) and os.path.exists(header)))' >/dev/null 2>&1
}

find_python() {
    for name in ${PYTHON:-} .venv/bin/python python3.12 python3.11 python3 /usr/bin/python3.12 /usr/bin/python3.11; do
        if command -v "$name" >/dev/null 2>&1 && usable "$name"; then
            echo "$name"
            return 0
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true >/dev/null 2>&1
}

apt_python() {
    for version in 3.12 3.11; do
        if [ -n "$(apt-cache --quiet madison "python$version-dev" 2>/dev/null)" ]; then
            echo "python$version python$version-venv python$version-dev"
            return 0
        fi
    done
    return 1
}

explain() {
    cat >&2 <<'TEXT'
segue needs Python 3.11 or 3.12 with its headers (python3-dev) and venv, which is not on this machine. Install it by
  Debian/Ubuntu:  sudo apt-get install -y python3.12-venv python3.12-dev   (or 3.11, whichever your release has)
  Fedora:         sudo dnf install -y python3.12-devel
  macOS:          brew install python@3.12
or name one that is not on PATH: make setup PYTHON=/path/to/python3.12
TEXT
    exit 1
}

if ! python=$(find_python); then
    may_install || explain
    as_root apt-get update -q
    packages=$(apt_python) || explain
    echo "installing $packages"
    # shellcheck disable=SC2086  # several packages
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages
    python=$(find_python) || explain
fi
exec "$python" -m infra.setup "$@"
