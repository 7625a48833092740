#!/usr/bin/env bash
# Fuzzes a parser of the reference: bash tools/fuzz/fuzz.sh request-parser [SECONDS]
# The targets are request-parser, request-bodies, packet and connection; what is worth keeping is merged into their corpus, which every
# `verify` replays (FuzzCorpusTest). Ends with 0 if nothing was found; an input that breaks a promise stands in tools/fuzz/target.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=${1:-}
seconds=${2:-60}
case $target in
    request-parser) chapter=02-web-server class=workbook.web.RequestParserFuzz ;;
    request-bodies) chapter=02-web-server class=workbook.web.RequestBodiesFuzz ;;
    packet) chapter=05-raw-tcp class=workbook.rawtcp.PacketFuzz ;;
    connection) chapter=05-raw-tcp class=workbook.rawtcp.ConnectionFuzz ;;
    *)
        echo "usage: bash tools/fuzz/fuzz.sh request-parser|request-bodies|packet|connection [SECONDS]" >&2
        exit 2
        ;;
esac
module=solutions/$chapter
jazzer=0.30.0
java="$(bash tools/find-jdk.sh)/bin/java"
out=$PWD/tools/fuzz/target
found=$out/$target
mkdir -p "$found"

mvn -B -q -Dworkbook.quick -DskipTests -pl "$module" -am package
for artifact in jazzer jazzer-api; do
    [ -f "$out/$artifact-$jazzer.jar" ] || mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
        -Dartifact="com.code-intelligence:$artifact:$jazzer" -DoutputDirectory="$out"
done

classes=$module/target/test-classes:$module/target/classes:chapters/$chapter/target/classes:tools/kit/target/classes
corpus=$module/src/test/corpus/$target
fuzz() {
    "$java" -Xmx256m -XX:+UseSerialGC -XX:-UsePerfData -cp "$out/jazzer-$jazzer.jar:$out/jazzer-api-$jazzer.jar:$classes" \
        com.code_intelligence.jazzer.Jazzer --target_class="$class" --instrumentation_includes="${class%.*}.**" \
        --reproducer_path="$out" -artifact_prefix="$out/" -max_len=1200 "$@"
}
fuzz -max_total_time="$seconds" -timeout=2 -rss_limit_mb=1536 -print_final_stats=1 "$found" "$corpus"
fuzz -merge=1 "$corpus" "$found"
