#!/bin/sh
# usage: sh tests/bench/state.sh [SERIES [INPUTS]]
# How long a run takes that loads, restores and commits a large state, and
# counts one line: 100000 series and 1000 inputs unless told otherwise.
# Fails when it is more than a second.
set -eu

cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build/release}
case $BUILD in /*) ;; *) BUILD=$PWD/$BUILD ;; esac
PATH=$BUILD:$PATH
series=${1:-100000}
inputs=${2:-1000}
marked=$PWD/tests/state/marked.py
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

echo "counter requests_total by path, status limit 1000000" >rules
awk -v n="$series" 'BEGIN {
	for (i = 0; i < n; i++)
		printf "{\"time\":\"2026-11-21T09:24:11.%03dZ\"," \
		    "\"event\":\"e\",\"path\":\"/api/v1/items/%d\"," \
		    "\"status\":%d}\n", i % 1000, i, 200 + i % 5
}' >log
python3 "$marked" state log step=1000000 inputs="$inputs" |
	mlog-agg -r rules -s state
echo "state: $(grep -c '"name":"requests_total"' state) series," \
	"$(grep -c '"@mlog":"input"' state) inputs," \
	"$(($(wc -c <state) / 1024)) KiB"
head -n 1 log >line
for i in 1 2 3 4 5; do
	cat line >>log
	python3 "$marked" state log step=1000000 >stream
	start=$(date +%s%N)
	mlog-agg -r rules -s state stream
	end=$(date +%s%N)
	ms=$(((end - start) / 1000000))
	echo "run $i: $ms ms"
	[ "${best:-99999}" -lt "$ms" ] || best=$ms
done
echo "best: $best ms for load, restore, count, commit"
[ "$best" -lt 1000 ]
