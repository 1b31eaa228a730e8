#!/bin/sh
# Install the Debian package on this machine, let a new user run it without Python, remove it, and look at what is left.
#
#   sudo sh packaging/linux/try_deb.sh dist/desktop-crm_VERSION_ARCHITECTURE.deb
set -eu
unset CDPATH
package=${1:?the package is missing}
user=desktop-crm-trial

say() { printf '%s\n' "--- $*"; }

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

[ "$(id -u)" -eq 0 ] || stop 'This needs root (dpkg).'
[ -f "$package" ] || stop "$package is not there."
case $(dpkg-query -W -f '${db:Status-Status}' desktop-crm 2> /dev/null || :) in
installed) stop 'desktop-crm is installed already: remove it first.' ;;
esac

clean_up() {
    dpkg --purge desktop-crm > /dev/null 2>&1 || :
    userdel --remove "$user" > /dev/null 2>&1 || :
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

say "Installing $package"
case $package in
/*) ;;
*) package=./$package ;;
esac
# On a machine that has the libraries nothing is fetched.
dpkg --install "$package" > /dev/null 2>&1 ||
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$package" > /dev/null
dpkg --verify desktop-crm
useradd --create-home --shell /bin/sh "$user"

# Nothing of this machine but the system itself, and neither the checkout nor a Python on the path: an empty folder
# stands where the commands are, but for the two links of the package and what a shell needs.
bin=/home/$user/bin
mkdir "$bin"
ln -s /usr/bin/desktop-crm /usr/bin/desktop-crm-window "$bin"
as_user() {
    (cd "/home/$user" && setpriv --reuid "$user" --regid "$user" --init-groups env -i \
        HOME="/home/$user" PATH="$bin" LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen "$@")
}

say "Version: $(as_user desktop-crm --version)"
say 'Self-test'
as_user desktop-crm --selftest
say 'Self-test of the windowed program'
as_user desktop-crm-window --selftest > /dev/null

say 'A book of a user'
printf '%s\n' 'five plain words for tests' > "/home/$user/passphrase"
as_user desktop-crm --passphrase-file "/home/$user/passphrase" new > /dev/null
book=/home/$user/.local/share/DesktopCRM/vault/vault.json
[ -f "$book" ] || stop "No book at $book."

say 'The same package over it, as an update'
dpkg --install "$package" > /dev/null
as_user desktop-crm --passphrase-file "/home/$user/passphrase" check > /dev/null

say 'Removing'
dpkg --purge desktop-crm > /dev/null
for place in /opt/desktop-crm /usr/bin/desktop-crm /usr/bin/desktop-crm-window \
    /usr/share/applications/desktop-crm.desktop /usr/share/doc/desktop-crm; do
    { [ ! -e "$place" ] && [ ! -L "$place" ]; } || stop "$place is still there."
done
[ -f "$book" ] || stop 'The book of the user is gone.'
say 'Installed, ran, updated and removed; the book of the user stayed.'
