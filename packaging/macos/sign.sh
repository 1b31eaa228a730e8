#!/bin/sh
# Sign the program with the hardened runtime, from the inside out: libraries, helpers, frameworks, the program itself.
#
#   sh packaging/macos/sign.sh ["dist/Desktop CRM.app"]
#
# SIGNING_IDENTITY is the name of a certificate "Developer ID Application: …" in the keychain. Without it the signature
# is ad hoc: it runs on this Mac and, after a download, only when the user allows it in the system settings.
set -eu
unset CDPATH
here=$(cd -- "$(dirname -- "$0")" && pwd)
app=${1:-dist/Desktop CRM.app}
[ -d "$app/Contents/MacOS" ] || {
    echo "$app is no program: build the bundle first." >&2
    exit 1
}

if [ -n "${SIGNING_IDENTITY:-}" ]; then
    entitlements="$here/entitlements.plist"
    sign() { codesign --force --options runtime --timestamp --sign "$SIGNING_IDENTITY" "$@"; }
else
    echo 'SIGNING_IDENTITY is not set: signing ad hoc.' >&2
    entitlements="$here/entitlements-adhoc.plist"
    sign() { codesign --force --options runtime --sign - "$@"; }
fi

list=$(mktemp)
trap 'rm -f "$list"' EXIT
trap 'exit 1' HUP INT TERM

# Every Mach-O file but the main program, deepest first. Links are not followed: what they lead to is signed once.
main="$app/Contents/MacOS/$(plutil -extract CFBundleExecutable raw -o - "$app/Contents/Info.plist")"
find "$app/Contents" -type f -print | awk -F / '{ print NF "\t" $0 }' | sort -rn | cut -f 2- > "$list"
while IFS= read -r file; do
    [ "$file" = "$main" ] && continue
    case $(file -b "$file") in
    *Mach-O*executable*) sign --entitlements "$entitlements" "$file" ;;
    *Mach-O*) sign "$file" ;;
    esac
done < "$list"

# A framework is sealed as a whole, after what lies in it.
find "$app/Contents" -type d -name '*.framework' -print | awk -F / '{ print NF "\t" $0 }' | sort -rn | cut -f 2- > "$list"
while IFS= read -r framework; do
    sign "$framework"
done < "$list"

sign --entitlements "$entitlements" "$app"
codesign --verify --strict --deep --verbose=2 "$app"
