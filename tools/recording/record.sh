#!/bin/sh
# Records the session that the project's front page shows, docs/session.svg, anew: from the workbook's root, run
# tools/recording/record.sh. Needs what ./workbook needs, and script(1) of util-linux.
set -e
root=$(CDPATH='' cd -P -- "$(dirname -- "$0")/../.." && pwd)
. "$root/tools/find-jdk.sh"
find_jdk
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
(cd "$root" && tar -cf - --exclude=target --exclude=.git --exclude=.workbook .) | tar -xf - -C "$copy"
mkdir "$copy/.workbook"
# Builds nothing anew where the tools are those of this folder.
cp -R "$root/.workbook/app" "$copy/.workbook/"
(cd "$copy" && ./workbook list >/dev/null)
read -r key <"$copy/.workbook/app/stamp"
# shellcheck disable=SC2154 # find_jdk sets it
"$jdk/bin/java" -Xlog:disable -cp "$copy/.workbook/app/$key/*" "$root/tools/recording/RecordSession.java" "$copy" "$root/docs/session.svg"
