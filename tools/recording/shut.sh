#!/bin/sh
# Draws the picture of chapter 6 that shows a shut window anew, after a capture made now: from the workbook's root, run
# tools/recording/shut.sh. Needs a machine that gives programs a network of their own, as ./workbook doctor says.
set -e
root=$(CDPATH='' cd -P -- "$(dirname -- "$0")/../.." && pwd)
cd "$root"
mvn -B -q -Dworkbook.quick -DskipTests -pl tools/kit -am package
tools/net/bin/java --enable-native-access=ALL-UNNAMED -cp tools/kit/target/classes \
    tools/recording/buffers/ShutPicture.java chapters/06-buffer-options/images/shut.svg
