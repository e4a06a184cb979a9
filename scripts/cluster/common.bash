# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# What the scripts in this folder share: their options, the program, and where the parts of a release lie.

# Options of all: --shards N --output FOLDER --state FOLDER, then the arguments of `dcmscrub scrub` behind --.
#   shards   how many parts the patients are split into; it must stay the same until the parts are merged
#   output   of the merged release; the parts lie beside it in OUTPUT.shards/K
#   state    a folder that stays in the house, mode 0700: STATE/K of each part, STATE/merged of the release
read_options() {
    shards='' output='' state='' key='' extra=() scrub_arguments=()
    while [ $# -gt 0 ]; do
        case $1 in
            --shards) shards=$2; shift 2 ;;
            --output) output=$(realpath -m "$2"); shift 2 ;;
            --state) state=$(realpath -m "$2"); shift 2 ;;
            --key) key=$(realpath -m "$2"); shift 2 ;;
            --) shift; scrub_arguments=("$@"); break ;;
            *) extra+=("$1"); shift ;;
        esac
    done
    if ! [[ $shards =~ ^[1-9][0-9]*$ ]] || [ -z "$output" ] || [ -z "$state" ] || [ -z "$key" ]; then usage; fi
    if [ ! -f "$key" ]; then
        echo "There is no key at $key. Make one, once for all parts: dcmscrub key create --output $key" >&2
        exit 64
    fi
}

# As it is installed, or else as it was built in the clone that this script lies in.
find_program() {
    local clone
    clone=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
    for program in "${DCMSCRUB:-}" "$(command -v dcmscrub || true)" "$clone/.build/release/dcmscrub"; do
        if [ -n "$program" ] && [ -x "$program" ]; then return; fi
    done
    echo "dcmscrub is not installed here; install the package, or run: swift build -c release --product dcmscrub" >&2
    exit 64
}

shard_output() { echo "$output.shards/$1"; }
shard_state() { echo "$state/$1"; }

# 2 says that some files were quarantined: the work is done, and the list of them is for a person.
finished() { [ "$1" -eq 0 ] || [ "$1" -eq 2 ]; }

usage() {
    sed -n '/^# usage:/,/^[^#]/s/^# \{0,1\}//p' "$0" >&2
    exit 64
}
