#!/bin/sh
# Bring what the project needs to a machine that has Python 3.11+ and make, then run a command in its environment:
#
#   sh packaging/bootstrap.sh [COMMAND [ARGUMENT…]]
#
# uv is taken from PATH, or put into .uv/; the locked dependencies go into .venv/. On Debian and Ubuntu the missing
# system packages are installed, as root or through sudo. Package indexes, proxies and certificates are those that
# pip and uv are already configured with. CRM_TOOLS=packaging brings what builds the bundle as well.
set -eu
unset CDPATH VIRTUAL_ENV
cd -- "$(dirname -- "$0")/.."

uv_requirement='uv>=0.13.9,<0.14'
# Trust for the downloads, Chinese faces for windows and printed documents, what Qt needs to draw, on X too, and what the
# tests of real windows and notifications start.
system_packages='ca-certificates fonts-noto-cjk
    libbrotli1 libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libxkbcommon0
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0
    at-spi2-core dbus openbox xdotool xvfb'

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$*"
    exit 1
}

# --- Python: the one that is here, since a machine without a network cannot fetch another

python=''
for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if python=$("$name" -c 'import sys
if sys.version_info < (3, 11): sys.exit(1)
print(getattr(sys, "_base_executable", sys.executable))' 2> /dev/null); then
        break
    fi
    python=''
done
[ -n "$python" ] || stop 'Python 3.11 or newer is needed, and none was found on PATH.'
export UV_PYTHON="$python" UV_PYTHON_DOWNLOADS=never UV_PYTHON_PREFERENCE=only-system
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"

# --- System packages

on_debian() { command -v dpkg-query > /dev/null && command -v apt-get > /dev/null; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif ! command -v sudo > /dev/null; then
        return 1
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" > /dev/null; }

# Install those of the named packages that are missing; fails when that cannot be done.
install_packages() {
    missing=''
    for package in "$@"; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null) || state=''
        [ "$state" = installed ] || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "Installing the system packages:$missing"
    # A fresh machine has no package lists, and old ones name files that are gone; one failing source does not matter.
    apt_get update || :
    # shellcheck disable=SC2086 # a list of words
    apt_get install -y --no-install-recommends $missing
}

groups=''
if [ "${CRM_TOOLS:-}" = packaging ]; then
    groups='--group packaging'
    # PyInstaller puts Python's shared library into the bundle, which Debian has in a package of its own.
    libpython=$("$python" -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])')
    case $python in /usr/bin/*) system_packages="$system_packages $libpython" ;; esac
    system_packages="$system_packages binutils"
fi

if on_debian; then
    # shellcheck disable=SC2086 # a list of words
    install_packages $system_packages ||
        say "Could not install them. The program needs: $system_packages (apt-get install, as root)."
elif [ "$(uname)" = Linux ] && [ -z "$(fc-list :lang=zh-cn family 2> /dev/null)" ]; then
    say 'No Chinese font was found: install Noto Sans CJK SC (or Source Han Sans SC), which printed documents need.'
fi

# --- uv

bring_uv() {
    say 'Bringing uv into .uv/'
    if ! "$python" -c 'import ensurepip, venv' 2> /dev/null && ! "$python" -m pip --version > /dev/null 2>&1; then
        venv_package="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
        { on_debian && install_packages "$venv_package"; } ||
            stop "This Python has neither venv nor pip. Install one of them (on Debian: $venv_package), or uv itself."
    fi
    if "$python" -c 'import ensurepip, venv' 2> /dev/null; then
        "$python" -m venv --clear .uv && .uv/bin/python -m pip --quiet install "$uv_requirement"
    else
        "$python" -m pip --quiet install --upgrade --target .uv "$uv_requirement"
    fi || stop "pip could not fetch uv. Check pip's index and proxy settings, or install uv by hand."
}

if uv --version > /dev/null 2>&1; then
    uv=uv
else
    uv=.uv/bin/uv
    "$uv" --version > /dev/null 2>&1 || bring_uv
fi

# --- Dependencies

venv=${UV_PROJECT_ENVIRONMENT:-.venv}
[ -d "$venv" ] || say "Bringing the locked dependencies into $venv/"
index=${UV_DEFAULT_INDEX:-${UV_INDEX_URL:-${PIP_INDEX_URL:-}}}
[ -n "$index" ] || index=$("$python" -m pip config get global.index-url 2> /dev/null) || index=''
if [ -z "$index" ] || grep -qF "registry = \"${index%/}\"" uv.lock; then
    # shellcheck disable=SC2086 # two words or none
    "$uv" sync --quiet --locked $groups
else
    # uv.lock names the index it was made with. From another one come the same versions, held to the same hashes.
    export UV_DEFAULT_INDEX="$index"
    mkdir -p build
    # shellcheck disable=SC2086 # two words or none
    "$uv" export --quiet --frozen --no-emit-project $groups --output-file build/locked-requirements.txt
    "$uv" venv --quiet --allow-existing "$venv"
    "$uv" pip sync --quiet --python "$venv" --require-hashes build/locked-requirements.txt
    "$uv" pip install --quiet --python "$venv" --no-deps --editable .
fi

[ $# -eq 0 ] || exec "$uv" run --no-sync "$@"
