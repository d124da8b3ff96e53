#!/bin/sh
# usage: BUILD=build/release sh tests/bench/state.sh [SERIES [INPUTS]]
#
# How long a run of mlog-agg --state takes that loads, restores and commits a
# large state and counts one line; and how long the pair takes, mlog-parse
# --resume reading one new line in each of so many logs. 100000 series and
# 1000 inputs unless told otherwise. Each is run five times, from the page
# cache, fsync included. Ends with 1 when the best run of one is over a second.
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
slow=0

count() {
	grep -c "$1" state
}

# measure WHAT PREPARE RUN: five times; both are shell commands.
measure() {
	best=
	for i in 1 2 3 4 5; do
		eval "$2"
		start=$(date +%s%N)
		eval "$3"
		end=$(date +%s%N)
		ms=$(((end - start) / 1000000))
		echo "  run $i: $ms ms"
		[ "${best:-$ms}" -lt "$ms" ] || best=$ms
	done
	echo "$1: best $best ms"
	[ "$best" -lt 1000 ] || slow=1
}

echo "counter requests_total by path, status limit 1000000" >rules
awk -v n="$series" 'BEGIN {
	for (i = 0; i < n; i++)
		printf "{\"time\":\"2026-11-21T09:24:11.%03dZ\"," \
		    "\"event\":\"e\",\"path\":\"/api/v1/items/%d\"," \
		    "\"status\":%d}\n", i % 1000, i, 200 + i % 5
}' >log
head -n 1 log >line
python3 "$marked" state log step=1000000 inputs="$inputs" |
	mlog-agg -r rules -s state
echo "state of $(count '"name":"requests_total"') series and" \
	"$(count '"@mlog":"input"') inputs, $(($(wc -c <state) / 1024)) KiB"
measure "load, restore, count a line, commit" \
	'cat line >>log
	python3 "$marked" state log step=1000000 >stream' \
	'mlog-agg -r rules -s state stream'

rm state*
mkdir logs
awk -v n="$inputs" '{
	for (i = 0; i < n; i++) {
		name = "logs/" i ".log"
		print >name
		close(name)
	}
}' line
pair="mlog-parse --resume state 'logs/*.log' | mlog-agg -r rules -s state"
eval "$pair"
echo "state of $(count '"@mlog":"input"') logs"
measure "a line in each, the whole pipe" \
	'for log in logs/*; do cat line >>"$log"; done' "$pair"
want=$((6 * inputs))
got=$(sed -n 's/.*"name":"mlog_lines_total".*"value":\([0-9]*\).*/\1/p' state)
[ "$got" = "$want" ] || { echo "counted $got of $want lines"; exit 1; }
exit $slow
