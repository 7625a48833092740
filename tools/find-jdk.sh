#!/bin/sh
# Finds a JDK (with its compiler) of version 25 or later.
#
#   tools/find-jdk.sh          prints its folder; where there is none, one sentence on stderr and exit 3
#   . tools/find-jdk.sh        defines find_jdk, which sets $jdk (the folder) and $jdk_version, or returns 3
#
# No java is started: a JDK says its version in the file `release` beside `bin`. WORKBOOK_JAVA_HOME decides alone where
# it is set. Otherwise the first that is new enough is taken, in this order: JAVA_HOME, PATH, the folders in which
# packages, SDKMAN, Homebrew, IDEs, asdf and mise put them, macOS's own list.

oldest_jdk=25

# Sets $jdk and $jdk_version if the folder $1 holds a JDK that will do.
try_jdk() {
    [ -r "$1/release" ] || return 1
    [ -x "$1/bin/javac" ] || [ -x "$1/bin/javac.exe" ] || return 1
    while IFS= read -r jdk_line || [ -n "$jdk_line" ]; do
        case $jdk_line in
            JAVA_VERSION=*)
                jdk_version=${jdk_line#JAVA_VERSION=}
                jdk_version=${jdk_version#\"}
                jdk_version=${jdk_version%%\"*}
                jdk_feature=${jdk_version%%[!0-9]*}
                [ "${jdk_feature:-0}" -ge "$oldest_jdk" ] || return 1
                jdk=$1
                return 0
                ;;
        esac
    done <"$1/release"
    return 1
}

# The JDK that a program of PATH stands in: /usr/bin/javac is a chain of links on most systems.
try_jdk_of_path() {
    jdk_program=$(command -v javac) && jdk_program=$(readlink -f "$jdk_program" 2>/dev/null) || return 1
    try_jdk "${jdk_program%/bin/javac*}"
}

find_jdk() {
    if [ -n "${WORKBOOK_JAVA_HOME-}" ]; then
        try_jdk "$WORKBOOK_JAVA_HOME" && return 0
        echo "WORKBOOK_JAVA_HOME is $WORKBOOK_JAVA_HOME, which holds no JDK $oldest_jdk or later: correct it or unset it." >&2
        return 3
    fi
    if [ -n "${JAVA_HOME-}" ] && try_jdk "$JAVA_HOME"; then return 0; fi
    if try_jdk_of_path; then return 0; fi
    # A pattern that matches nothing stays as it is, and try_jdk refuses it.
    for jdk_folder in /usr/lib/jvm/* /opt/*jdk* /opt/java/* /usr/java/* \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
        "/c/Program Files/Eclipse Adoptium"/* "/c/Program Files/Java"/*; do
        if try_jdk "$jdk_folder"; then return 0; fi
    done
    if [ -x /usr/libexec/java_home ] && jdk_folder=$(/usr/libexec/java_home -v "$oldest_jdk+" 2>/dev/null) \
        && try_jdk "$jdk_folder"; then return 0; fi
    echo "The workbook needs a JDK $oldest_jdk or later and found none: $(install_line jdk); if there is one, name its folder in WORKBOOK_JAVA_HOME." >&2
    return 3
}

# How to get $1 (jdk, maven or util-linux) on this system, as the middle of a sentence.
install_line() {
    install_as=''
    [ "$(id -u)" = 0 ] || install_as='sudo '
    install_on=$(uname -s)
    if [ "$install_on" = Linux ]; then
        install_on=$(. /etc/os-release 2>/dev/null && echo " ${ID-} ${ID_LIKE-} ") || install_on=' '
    fi
    case "$1 $install_on" in
        'jdk '*' debian '* | 'jdk '*' ubuntu '*)
            # Debian 12 and Ubuntu 22.04 do not have it yet.
            if [ -n "$(apt-cache search --names-only '^openjdk-25-jdk-headless$' 2>/dev/null)" ]; then
                echo "${install_as}apt-get install openjdk-25-jdk-headless"
            else
                echo "add the package archive that https://adoptium.net/installation/linux names, then ${install_as}apt-get install temurin-25-jdk"
            fi ;;
        *' debian '* | *' ubuntu '*) echo "${install_as}apt-get install $1" ;;
        'jdk '*' fedora '* | 'jdk '*' rhel '*) echo "${install_as}dnf install java-25-openjdk-devel" ;;
        *' fedora '* | *' rhel '*) echo "${install_as}dnf install $1" ;;
        'jdk '*' arch '*) echo "${install_as}pacman -S jdk-openjdk" ;;
        *' arch '*) echo "${install_as}pacman -S $1" ;;
        'jdk '*' alpine '*) echo "${install_as}apk add openjdk25" ;;
        *' alpine '*) echo "${install_as}apk add $1" ;;
        'jdk '*suse*) echo "${install_as}zypper install java-25-openjdk-devel" ;;
        *suse*) echo "${install_as}zypper install $1" ;;
        'jdk Darwin') echo 'brew install openjdk@25' ;;
        *Darwin) echo "brew install $1" ;;
        'jdk MINGW'* | 'jdk MSYS'* | 'jdk CYGWIN'*) echo 'winget install EclipseAdoptium.Temurin.25.JDK' ;;
        jdk*) echo 'get one from https://adoptium.net' ;;
        maven*) echo 'get it from https://maven.apache.org/install.html' ;;
        *) echo "install $1" ;;
    esac
}

case ${0##*/} in
    find-jdk.sh)
        find_jdk || exit
        printf '%s\n' "$jdk"
        ;;
esac
