#!/bin/sh
# Install the system packages that building and testing on Debian and Ubuntu need: those of packaging/bootstrap.sh, which
# brings a Python environment besides.
set -eu
unset CDPATH
cd -- "$(dirname -- "$0")/../.."

packages=$(sed -n "/^system_packages='/,/'\$/p" packaging/bootstrap.sh | tr "'" ' ' | sed 's/^system_packages=//')
[ -n "$packages" ] || {
    echo 'packaging/bootstrap.sh names no packages.' >&2
    exit 1
}
if [ "$(id -u)" -eq 0 ]; then as_root=''; else as_root=sudo; fi
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update
# shellcheck disable=SC2086 # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $packages
