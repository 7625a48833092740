# Builds the command line; sourced by ./workbook when there is none for the sources at hand. Calls build_app.
# Uses $root, $apps, $stamp, $jdk, $jdk_version, inputs, count_lines and install_line of those who source it; sets $app.
# shellcheck shell=sh disable=SC2154

oldest_maven=3.8.7
log=$root/.workbook/build.log
lock=$root/.workbook/build.lock

build_app() {
    start=$apps/.start.$$
    fresh=$apps/.new.$$
    maven='' ticker=''
    if ! mkdir -p "$apps" 2>/dev/null || ! [ -w "$apps" ] || ! [ -w "${log%/*}" ]; then
        give_up 3 "The workbook keeps what it builds in $root/.workbook, which cannot be written: change its permissions, or copy the workbook to a folder of your own."
    fi
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    # Older than whatever is changed while Maven runs, so that the next start sees the change.
    true >"$start" 2>/dev/null || no_space
    compute_key
    if [ ! -d "$app" ]; then
        take_lock
        # Whoever held the lock before may have built the same.
        if [ ! -d "$app" ]; then make_app "$@"; fi
    fi
    write_stamp
    clean_up
    trap - EXIT INT TERM HUP
    remove_old
    make_cache
}

say() {
    printf '%s\n' "$*" >&2
}

give_up() {
    give_up_code=$1
    shift
    say "$@"
    exit "$give_up_code"
}

no_space() {
    give_up 3 "There is no room to write to $root/.workbook: free some, the tools need about 150 MB."
}

clean_up() {
    # shellcheck disable=SC2086 # two numbers at most
    if [ -n "$maven$ticker" ]; then kill $maven $ticker 2>/dev/null; fi
    rm -rf "$start" "$start.text" "$fresh"
    case "$(cat "$lock/pid" 2>/dev/null) " in "$$ "*) rm -rf "$lock" ;; esac
}

# ---- The key: a hash over path and contents of every input, and over the JDK's description of itself.

sha256() {
    if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

compute_key() {
    # shellcheck disable=SC2046 # no name in tools/ has a blank
    key=$(cd "$root" && { sha256 $(inputs -type f -print | LC_ALL=C sort) && cat "$jdk/release"; } | sha256)
    key=$(printf '%.16s' "$key")
    app=$apps/$key
    count_lines "$(inputs -print)"
}

write_stamp() {
    # Renamed, so that another launcher reads either the old one or the new one.
    if ! { printf '%s\n' "$key" "$files" "$jdk_version $jdk" >"$start.text" && touch -r "$start" "$start.text" \
        && mv "$start.text" "$stamp"; } 2>/dev/null; then
        no_space
    fi
}

# ---- The lock: Maven writes into tools/*/target, which two of them must not do at once.

take_lock() {
    waiting=''
    until mkdir "$lock" 2>/dev/null; do
        [ -d "$lock" ] || no_space
        holder=$(cat "$lock/pid" 2>/dev/null)
        # shellcheck disable=SC2086 # one or two numbers
        if [ -n "$holder" ] && ! is_running $holder; then
            # Moved and looked at again: somebody else may have found the same and hold a lock of his own by now.
            mv "$lock" "$lock.$$" 2>/dev/null || continue
            if [ "$(cat "$lock.$$/pid" 2>/dev/null)" = "$holder" ]; then rm -rf "$lock.$$"; else mv "$lock.$$" "$lock"; fi
            continue
        fi
        if [ -z "$waiting" ]; then
            say "Another ./workbook${holder:+ (process ${holder%% *})} is building the tools; waiting for it. If there is none, remove $lock."
            waiting=yes
        fi
        sleep 1
    done
    hold_lock $$
}

# Kept by any of these processes: where a launcher was killed, its Maven may go on.
hold_lock() {
    { echo "$*" >"$lock/pid"; } 2>/dev/null || no_space
}

# Whether one of them is; kill -0 would also fail for a process of another user.
is_running() {
    for process; do
        if [ -d "/proc/$process" ] || ps -p "$process" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

# ---- The build.

make_app() {
    find_maven
    if [ -f "$stamp" ]; then
        say "Building the workbook's tools: their sources or the JDK changed, this takes some seconds."
    else
        say "Building the workbook's tools, once: Maven fetches libraries and compiles, about a minute on a first run."
        # Something to read meanwhile.
        if [ $# -eq 0 ]; then show_first_task >&2; fi
    fi
    rm -rf "$root/tools/cli/target/app"
    began=$(date +%s)
    # shellcheck disable=SC2086 # words, not one word
    (cd "$root" && MAVEN_BASEDIR=$root JAVA_HOME=$jdk MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${MAVEN_OPTS-}" \
        exec mvn -B -pl tools/cli -am -Dstyle.color=never -Dmaven.test.skip=true -Dworkbook.quick ${WORKBOOK_MAVEN_OPTIONS-} package) \
        >"$log" 2>&1 </dev/null &
    maven=$!
    hold_lock $$ "$maven"
    if [ -t 2 ] && [ "${TERM-dumb}" != dumb ]; then
        tick &
        ticker=$!
    fi
    wait "$maven"
    built=$?
    maven=''
    if [ -n "$ticker" ]; then
        kill "$ticker" 2>/dev/null
        wait "$ticker" 2>/dev/null
        ticker=''
        printf '\r\033[K' >&2
    fi
    [ $built -eq 0 ] || explain_failure
    if ! { mkdir "$fresh" && cp "$root"/tools/cli/target/app/*.jar "$root"/tools/cli/target/cli-*.jar "$fresh" \
        && mv "$fresh" "$app"; } 2>/dev/null; then
        no_space
    fi
    say "Built in $(($(date +%s) - began)) s."
}

find_maven() {
    command -v mvn >/dev/null \
        || give_up 3 "The workbook builds its tools with Maven $oldest_maven or later and found no mvn in PATH: $(install_line maven)."
    maven_version=$(JAVA_HOME=$jdk mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
    # The lower of the two versions comes first.
    lower=$(printf '%s\n' "$oldest_maven" "$maven_version" | sort -t . -k 1,1n -k 2,2n -k 3,3n | head -n 1)
    [ "$lower" = "$oldest_maven" ] \
        || give_up 3 "The workbook builds its tools with Maven $oldest_maven or later, and $(command -v mvn) is ${maven_version:-of no version that it tells}: $(install_line maven), or put a later one first in PATH."
}

# On a terminal one line says how far it is.
tick() {
    trap 'exit 0' TERM
    seconds=0
    while sleep 1; do
        seconds=$((seconds + 1))
        fetched=$(grep -c '^\[INFO\] Downloaded from' "$log")
        if [ "$fetched" = 0 ]; then fetched=''; fi
        module=$(sed -n 's/^\[INFO\] Building Sockets by Hand: \([a-z]*\) .*/, at the \1/p' "$log" | tail -n 1)
        printf '\r\033[K  %d s%s%s' "$seconds" "${fetched:+, $fetched files fetched}" "$module" >&2
    done
}

# The first exercise of the first chapter, from its title to its closing line, without its hints.
show_first_task() {
    for chapter in "$root"/chapters/01-*/README.adoc; do
        if [ -r "$chapter" ]; then awk -f "$root/tools/launcher/first-task.awk" "$chapter"; fi
    done
}

explain_failure() {
    if grep -q 'No space left on device' "$log" || ! head -c 65536 /dev/zero >"$fresh" 2>/dev/null; then no_space; fi
    if grep -q -e 'AccessDeniedException' -e 'Permission denied' -e 'Read-only file system' "$log"; then
        give_up 3 "Maven may not write where it has to ($(sed -n 's/.*\(AccessDeniedException: [^ ]*\).*/\1/p' "$log" | head -n 1)): give tools/*/target in $root and Maven's own folder back to yourself; its log is $log."
    fi
    if grep -q 'Could not create local repository' "$log"; then
        give_up 3 "Maven could not create its folder $(sed -n 's/.*local repository at \([^ ]*\).*/\1/p' "$log"): name another one, as in WORKBOOK_MAVEN_OPTIONS=-Dmaven.repo.local=FOLDER ./workbook; its log is $log."
    fi
    if grep -q -e 'Could not transfer' -e 'offline mode' -e 'Unknown host' -e 'Could not find artifact' \
        -e 'could not be resolved' "$log"; then
        give_up 3 "Maven could not fetch what the tools are built with ($(reason_of_transfer)): connect this machine to the network, or name a mirror in ~/.m2/settings.xml, and start again; its log is $log."
    fi
    say "The workbook's own tools do not build. What Maven said last:"
    sed -n -e 's/ -> \[Help 1\]//' -e '/^\[ERROR\] *$/q' -e 's/^\[ERROR\]/   /p' "$log" | head -n 15 >&2
    give_up 4 "Its whole log is $log."
}

reason_of_transfer() {
    if grep -q 'offline mode' "$log"; then
        echo 'it was told to stay offline'
    else
        grep -o -e 'Unknown host [^ :]*' -e 'Connect[a-z ]* refused' -e 'timed out' -e 'status code: [0-9]*' \
            -e 'Network is unreachable' -e 'Temporary failure in name resolution' "$log" | head -n 1 | grep . \
            || echo 'something is missing'
    fi
}

# ---- Afterwards.

# Keeps the newest two, and others as long as something runs from them.
remove_old() {
    for left in "$apps"/.new.* "$apps"/.start.*; do
        left_by=${left##*/.*.}
        if [ -e "$left" ] && ! is_running "${left_by%.text}"; then rm -rf "$left"; fi
    done
    # shellcheck disable=SC2012 # keys are letters and digits
    ls -t "$apps" | grep -v '^stamp$' | tail -n +3 | while read -r old; do
        is_in_use "$old" || rm -rf "${apps:?}/$old"
    done
}

# A JVM of the workbook has its jars' folder in its command line.
is_in_use() {
    if [ -r /proc/self/cmdline ]; then
        grep -q -s -F "app/$1/" /proc/[0-9]*/cmdline
    else
        ps -A -w -w -o args= | grep -v grep | grep -q -F "app/$1/"
    fi
}

# Java loads and links the same classes at each start; a cache spares it that work (JEP 483, 514). There are two, of the
# command line and of the worker that runs an answer's tests. One check of the first exercise, in a copy of the chapters
# that is thrown away, makes both: it changes nothing of the learner's. They are made in the background and are there
# from some later start on. A cache that does not fit is passed over by java without a word.
make_cache() {
    if [ "${WORKBOOK_AOT-}" = no ]; then return; fi
    (
        trap '' HUP INT
        {
            practice=$apps/.new.$$
            mkdir "$practice" && cp -R "$root/chapters" "$practice/chapters" && ln -s "$root/tools" "$practice/tools"
            classpath_of "$app"
            # shellcheck disable=SC2086 # words
            nice "$jdk/bin/java" "-XX:AOTCacheOutput=$practice/cli.aot" $java_flags "-Dworkbook.root=$practice" \
                "-Dworkbook.worker.aot=$practice/worker.aot" -cp "$classpath" workbook.cli.Main check
            # Whatever check had to say: java writes a cache last, under its name only when it is whole.
            for cache in cli worker; do
                if [ -s "$practice/$cache.aot" ]; then mv "$practice/$cache.aot" "$app/"; fi
            done
            rm -rf "$practice"
        } </dev/null >/dev/null 2>&1 &
    )
}
