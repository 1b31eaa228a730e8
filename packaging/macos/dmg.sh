#!/bin/sh
# Pack the program into a disk image, beside a link to the Applications folder.
#
#   sh packaging/macos/dmg.sh ["dist/Desktop CRM.app"]
set -eu
unset CDPATH
app=${1:-dist/Desktop CRM.app}
version=$(plutil -extract CFBundleShortVersionString raw -o - "$app/Contents/Info.plist")
image="$(dirname -- "$app")/desktop-crm-$version-macos-arm64.dmg"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM

# ditto keeps links, rights and extended attributes: the frameworks are made of links, and the signature seals them.
ditto "$app" "$folder/$(basename -- "$app")"
ln -s /Applications "$folder/Applications"
hdiutil create -volname 'Desktop CRM' -srcfolder "$folder" -fs HFS+ -format UDZO -ov "$image"
[ -z "${SIGNING_IDENTITY:-}" ] || codesign --force --timestamp --sign "$SIGNING_IDENTITY" "$image"

# What users will copy is compared with what was signed.
mounted=$(mktemp -d)
hdiutil attach -nobrowse -readonly -mountpoint "$mounted" "$image" > /dev/null
status=0
codesign --verify --strict --deep "$mounted/$(basename -- "$app")" || status=$?
links() { (cd "$1" && find . -type l -print | sort); }
[ "$(links "$app")" = "$(links "$mounted/$(basename -- "$app")")" ] || status=1
hdiutil detach "$mounted" > /dev/null
rmdir "$mounted"
[ "$status" -eq 0 ] || {
    echo "The program in $image is not the one that was packed." >&2
    exit 1
}
echo "$image"
