#!/bin/sh
# Builds both sites with an earlier commit and with the working tree, and compares every byte:
# pages, downloads, and what `check --format json` says.
#   compare-sites.sh [COMMIT]      HEAD when none is named
# Prints what differs and ends with 1, or how many files are the same.
set -eu

python=${PYTHON:-.venv/bin/python}
case $python in */*) python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python") ;; esac
root=$(git rev-parse --show-toplevel)
scratch=$(mktemp -d)
trap 'git -C "$root" worktree remove --force "$scratch/tree" 2>/dev/null; rm -rf "$scratch"' EXIT
git -C "$root" worktree add --quiet --detach "$scratch/tree" "${1:-HEAD}"

# build_sites TREE: both projects of this tree, built by the program of TREE, in `sites`: always
# in the same place, for messages name it.
build_sites() {
    mkdir -p sites/park
    cp -R "$root/content" "$root/config.yaml" sites/park
    cp -R "$root/examples/shifan-park" sites
    rm -rf sites/*/public sites/*/.build
    for site in park shifan-park; do
        PYTHONPATH=$1 "$python" -m site_builder check --project "sites/$site" --format json \
            >"sites/$site.check.json" || [ $? = 1 ]
        PYTHONPATH=$1 "$python" -m site_builder build --project "sites/$site" >"sites/$site.build.txt"
        rm -rf "sites/$site/.build"
    done
}

cd "$scratch"
build_sites "$scratch/tree"
mv sites earlier
build_sites "$root"
diff -r earlier sites
echo "$(find sites -type f | wc -l) files are the same."
