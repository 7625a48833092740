#!/bin/sh
# Draws the pictures of chapter 5 that show what is lost anew, each after a capture made now: from the workbook's root,
# run tools/recording/losses.sh. Needs a machine that gives programs a network of their own, as ./workbook doctor says.
set -e
root=$(CDPATH='' cd -P -- "$(dirname -- "$0")/../.." && pwd)
. "$root/tools/find-jdk.sh"
find_jdk
cd "$root"
mvn -B -q -Dworkbook.quick -DskipTests -pl solutions/05-raw-tcp -am package
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
# The reference's classes stand in front of the stubs of the same names.
path=$classes:solutions/05-raw-tcp/target/classes:chapters/05-raw-tcp/target/classes:tools/kit/target/classes
# shellcheck disable=SC2154 # find_jdk sets it
"$jdk/bin/javac" -d "$classes" -cp "$path" tools/recording/rawtcp/*.java
tools/net/bin/java --enable-native-access=ALL-UNNAMED -cp "$path" workbook.rawtcp.LossPictures chapters/05-raw-tcp/images
