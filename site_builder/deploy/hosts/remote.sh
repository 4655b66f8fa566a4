# What `shell.py` does on the server, in the shell that any server has. `line.py` makes it a
# function, or writes `set -- FOLDER OPERATION ARGUMENT…` before it; what is to be written comes on
# standard input.
#
# Ends with 90 for a link that leads away, 91 without the target's folder, 92 for what is not
# there, 93 for what is there already, 94 when the line broke before all had come.
LC_ALL=C
export LC_ALL
umask 022
# Begins with a slash or a dot: no option, and nothing that CDPATH changes.
cd "$1" || exit 91
op=$2
shift 2

fail() {
    printf '%s' "$2" >&2
    exit "$1"
}

# Refuse a path when a folder above it is a link.
plain() {
    rest=$1
    at=.
    while :; do
        case $rest in
            */*) at=$at/${rest%%/*} rest=${rest#*/} ;;
            *) return 0 ;;
        esac
        [ ! -L "$at" ] || fail 90 "$at"
    done
}

# Make the folders above a path.
above() {
    plain "$1"
    case $1 in
        */*) mkdir -p "./${1%/*}" || exit 1 ;;
    esac
}

# Bring standard input, so many bytes, into a new file; a link that waits there is not followed.
take() {
    rm -rf "$1" || exit 1
    (set -C && exec cat >"$1") && chmod 644 "$1" || {
        rm -f "$1"
        exit 1
    }
    if [ "$(wc -c <"$1")" -ne "$2" ]; then
        rm -f "$1"
        exit 94
    fi
}

# Rename over what stands there. `mv` would go into a folder.
over() {
    if [ -d "$2" ]; then
        [ ! -L "$2" ] || fail 90 "$2"
        [ ! -d "$1" ] || rmdir "$2" || exit 1
        [ ! -d "$2" ] || fail 1 "$2: Is a directory"
    fi
    mv -f "$1" "$2" || exit 1
}

# Replace the link $3 by the link $2, in one step; $1 is how `mv` is told not to follow it.
swap() { mv -f "$1" "$2" "$3" 2>/dev/null && [ ! -L "$2" ]; }

case $op in
    probe)
        rsync --version 2>/dev/null | head -n 1
        for tool in sha256sum shasum openssl; do
            if command -v "$tool" >/dev/null 2>&1; then
                echo "digest $tool"
                break
            fi
        done
        scratch=$(mktemp -d) && cd "$scratch" || exit 0
        mkdir folder
        for way in -T -h; do
            ln -s folder old && ln -s elsewhere new
            if swap "$way" new old && [ "$(readlink old)" = elsewhere ]; then
                echo "switch $way"
                break
            fi
            rm -rf old new folder/new
        done
        cd / && rm -rf "$scratch"
        ;;
    switches)
        rm -f probe.incoming probe2.incoming
        ln -s releases probe.incoming && ln -s releases probe2.incoming &&
            swap "$1" probe.incoming probe2.incoming
        done=$?
        rm -f probe.incoming probe2.incoming
        [ "$done" = 0 ] || exit 92
        ;;
    read)
        plain "$1"
        [ ! -L "./$1" ] || fail 90 "./$1"
        [ -e "./$1" ] || exit 92
        exec cat "./$1"
        ;;
    write)
        above "$1"
        take "./$1.incoming" "$2"
        over "./$1.incoming" "./$1"
        ;;
    create)
        above "$1"
        if [ -e "./$1" ] || [ -L "./$1" ]; then exit 93; fi
        part=./$1-$$.incoming
        take "$part" "$2"
        # A hard link is made only where nothing is; without such links, a file is made so.
        ln "$part" "./$1" 2>/dev/null || {
            if [ -e "./$1" ] || [ -L "./$1" ] || ! (set -C && exec cat "$part" >"./$1"); then
                rm -f "$part"
                exit 93
            fi
        }
        rm -f "$part"
        ;;
    copy)
        plain "$1"
        [ ! -L "./$1" ] || fail 90 "./$1"
        [ -f "./$1" ] || fail 1 "./$1: No such file or directory"
        above "$2"
        take "./$2.incoming" "$(wc -c <"./$1")" <"./$1"
        over "./$2.incoming" "./$2"
        ;;
    folder)
        # Make the folder of an upload ready; the other, which files are reused from, is judged.
        above "$1/x"
        [ -z "$2" ] || plain "$2/x"
        ;;
    files)
        plain "$1/x"
        [ -d "./$1" ] || exit 0
        cd "./$1" || exit 1
        if find . -prune -printf '' 2>/dev/null; then
            exec find . ! -type d -printf '%y %s %P\0'
        fi
        # shellcheck disable=SC2016  # for the inner shell
        exec find . ! -type d -exec sh -c '
            for file; do
                if [ -L "$file" ] || [ ! -f "$file" ]; then
                    printf "l 0 %s\0" "${file#./}"
                else
                    printf "f %s %s\0" "$(wc -c <"$file" | tr -d " ")" "${file#./}"
                fi
            done' sh {} +
        ;;
    names)
        plain "$1/x"
        [ -d "./$1" ] || exit 0
        cd "./$1" || exit 1
        for name in * .[!.]* ..?*; do
            if [ -e "./$name" ] || [ -L "./$name" ]; then printf '%s\0' "$name"; fi
        done
        ;;
    digests)
        plain "$1/x"
        [ -d "./$1" ] || exit 0
        cd "./$1" || exit 1
        case $2 in
            sha256sum) set -- sha256sum ;;
            shasum) set -- shasum -a 256 ;;
            *) set -- openssl dgst -sha256 -r ;;
        esac
        # A file that cannot be read is left out. `find` follows no link.
        find . -type f -exec "$@" {} + || :
        ;;
    rename)
        plain "$1"
        above "$2"
        over "./$1" "./$2"
        ;;
    remove)
        plain "$1"
        rm -rf "./$1" || exit 1
        ;;
    current)
        if [ -L current ]; then
            exec readlink current
        fi
        [ -e current ] || exit 92
        ;;
    switch)
        rm -rf current.incoming || exit 1
        ln -s "releases/$2" current.incoming || exit 1
        mv -f "$1" current.incoming current || exit 1
        ;;
    *) exit 2 ;;
esac
