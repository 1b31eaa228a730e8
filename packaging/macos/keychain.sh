#!/bin/sh
# Put the signing certificate into a keychain of its own, on a machine of the workflow, which is thrown away afterwards.
#
#   MACOS_CERTIFICATE (base64 of a .p12) MACOS_CERTIFICATE_PASSWORD: sh packaging/macos/keychain.sh
set -eu
: "${MACOS_CERTIFICATE:?}" "${MACOS_CERTIFICATE_PASSWORD:?}"
umask 077

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
printf '%s' "$MACOS_CERTIFICATE" | base64 --decode > "$folder/certificate.p12"

keychain="$HOME/Library/Keychains/desktop-crm-signing.keychain-db"
password=$(openssl rand -hex 24)
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 7200 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$folder/certificate.p12" -k "$keychain" -P "$MACOS_CERTIFICATE_PASSWORD" -T /usr/bin/codesign
# Without this, codesign would ask in a window that nobody sees.
security set-key-partition-list -S apple-tool:,apple:,codesign: -s -k "$password" "$keychain" > /dev/null
# shellcheck disable=SC2046 # a list of words
security list-keychains -d user -s "$keychain" $(security list-keychains -d user | tr -d '"')
