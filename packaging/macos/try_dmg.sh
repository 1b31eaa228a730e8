#!/bin/sh
# Copy the program out of the disk image as a user would, let it test itself without Python, and remove it.
#
#   sh packaging/macos/try_dmg.sh IMAGE.dmg
set -eu
image=${1:?the disk image is missing}

folder=$(mktemp -d)
clean_up() {
    hdiutil detach "$folder/image" > /dev/null 2>&1 || :
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

mkdir "$folder/image" "$folder/applications" "$folder/home"
hdiutil attach -nobrowse -readonly -mountpoint "$folder/image" "$image" > /dev/null
[ "$(readlink "$folder/image/Applications")" = /Applications ]
ditto "$folder/image/Desktop CRM.app" "$folder/applications/Desktop CRM.app"
app="$folder/applications/Desktop CRM.app"
codesign --verify --strict --deep "$app"

for name in desktop-crm desktop-crm-window; do
    env -i HOME="$folder/home" PATH=/nowhere LANG=zh_CN.UTF-8 QT_QPA_PLATFORM=offscreen \
        "$app/Contents/MacOS/$name" --selftest
done
echo 'Copied, verified and tested.'
