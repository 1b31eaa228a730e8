#!/bin/sh
# Prove that a newcomer needs no more than Python and make: build a bare system of this machine's own release with
# debootstrap, put the checkout there as it stands, and run the targets named (test and run if none is) in it.
#
#   sudo sh packaging/bare_machine.sh [TARGET…]
#
# The mirror, proxies, package indexes and certificates are those of this machine. Everything is removed at the end.
set -eu
unset CDPATH
cd -- "$(dirname -- "$0")/.."
[ $# -gt 0 ] || set -- test run

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

[ "$(id -u)" -eq 0 ] || stop 'This needs root (debootstrap and chroot).'
command -v debootstrap > /dev/null || stop 'This needs debootstrap.'

# shellcheck source=/dev/null
. /etc/os-release
# shellcheck disable=SC2016 # apt fills them in
mirror=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Identifier: Packages' |
    awk -v release="$VERSION_CODENAME" '$1 == release && $2 == "main" { print $3; exit }')
[ -n "$mirror" ] || stop "The package sources of this machine name no mirror for $VERSION_CODENAME; try apt-get update."

machine=$(mktemp -d)
chmod 755 "$machine" # it becomes a root folder, which everybody may enter
remove_machine() {
    if mountpoint -q "$machine/proc"; then umount "$machine/proc"; fi
    if mountpoint -q "$machine/dev/shm"; then umount "$machine/dev/shm"; fi
    if mountpoint -q "$machine/dev/pts"; then umount "$machine/dev/pts"; fi
    rm -rf --one-file-system "$machine"
}
trap remove_machine EXIT
trap 'exit 1' HUP INT TERM

debootstrap --variant=minbase --include=python3,make,ca-certificates "$VERSION_CODENAME" "$machine" "$mirror" \
    > "$machine.log" 2>&1 || {
    tail -n 20 "$machine.log" >&2
    stop "debootstrap failed; the whole log is $machine.log"
}
rm "$machine.log"
mount -t proc proc "$machine/proc"
mkdir -p "$machine/dev/shm"
mount -t tmpfs -o mode=1777 tmpfs "$machine/dev/shm"
mkdir -p "$machine/dev/pts"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$machine/dev/pts"
ln -sf pts/ptmx "$machine/dev/ptmx"

# How this machine reaches the outside.
for setting in Acquire::http Acquire::https Acquire::Check-Valid-Until Acquire::Check-Date; do
    apt-config dump "$setting"
done > "$machine/etc/apt/apt.conf.d/90-as-outside"
for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/uv/uv.toml; do
    [ ! -e "$file" ] || install -D -m 644 "$file" "$machine$file"
done
for file in pip/pip.conf uv/uv.toml; do
    [ ! -e "$HOME/.config/$file" ] || install -D -m 644 "$HOME/.config/$file" "$machine/root/.config/$file"
done
find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$machine/usr/local/share/ca-certificates/" \;
chroot "$machine" update-ca-certificates > /dev/null

mkdir "$machine/srv/desktop-crm"
git ls-files -z --cached --others --exclude-standard |
    tar --create --null --files-from - --ignore-failed-read |
    tar --extract --no-same-owner --directory "$machine/srv/desktop-crm"

for target in "$@"; do
    echo "--- make $target on a bare $PRETTY_NAME"
    chroot "$machine" env -u VIRTUAL_ENV -u PYTHONPATH -u PYTHONHOME -u DISPLAY -u WAYLAND_DISPLAY \
        HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        make -C /srv/desktop-crm "$target" < /dev/null
done
