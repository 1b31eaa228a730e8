#!/bin/sh
# Let Apple check the disk image, and staple the ticket to it, so that it opens without a network as well.
#
#   sh packaging/macos/notarize.sh IMAGE.dmg
#
# NOTARY_PROFILE names credentials in the keychain, put there once with:
#   xcrun notarytool store-credentials NAME --apple-id … --team-id … --password …
# or NOTARY_KEY_TEXT (what is in the .p8), NOTARY_KEY_ID and NOTARY_ISSUER are those of an App Store Connect API key.
set -eu
image=${1:?the disk image is missing}

if [ -n "${NOTARY_PROFILE:-}" ]; then
    set -- --keychain-profile "$NOTARY_PROFILE"
elif [ -n "${NOTARY_KEY_TEXT:-}" ]; then
    umask 077
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    trap 'exit 1' HUP INT TERM
    printf '%s\n' "$NOTARY_KEY_TEXT" > "$folder/key.p8"
    set -- --key "$folder/key.p8" --key-id "${NOTARY_KEY_ID:?}" --issuer "${NOTARY_ISSUER:?}"
else
    echo 'Neither NOTARY_PROFILE nor NOTARY_KEY_TEXT is set.' >&2
    exit 1
fi

answer=$(xcrun notarytool submit "$image" "$@" --wait --timeout 1h --output-format plist) || {
    printf '%s\n' "$answer" >&2
    exit 1
}
field() { printf '%s' "$answer" | plutil -extract "$1" raw -o - -; }
if [ "$(field status)" != Accepted ]; then
    xcrun notarytool log "$(field id)" "$@" >&2
    exit 1
fi
xcrun stapler staple "$image"
xcrun stapler validate "$image"
spctl --assess --type open --context context:primary-signature --verbose "$image"
