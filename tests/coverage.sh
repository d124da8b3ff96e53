#!/bin/sh
# usage: sh tests/coverage.sh [FOLDER...]
# Which branches the tests take: builds with clang's source coverage into
# build/coverage, runs the unit tests, the bats files that read logs and the
# fuzz targets over their seeds and what they have gathered so far ($BUILD),
# and prints the branches of each file of the FOLDERs (lib/json lib/event).
# Fails below COVERAGE_MIN percent in all (95). The branches
# that are never taken are in build/coverage/report.txt. Not counted are the
# files named in `elsewhere`: all their branches ask the processor what it can,
# so that one half of each can be taken on another one only.
set -eu

cd "$(dirname "$0")/.."
BUILD=${BUILD:-build/release}
SUITES=${SUITES:-../shared/suites}
least=${COVERAGE_MIN:-95}
case $SUITES in /*) ;; *) SUITES=$PWD/$SUITES ;; esac
[ $# -gt 0 ] || set -- lib/json lib/event
elsewhere='lib/json/scan_avx2\.c|lib/json/scan_avx512\.c'
out=$PWD/build/coverage
flags='-fprofile-instr-generate -fcoverage-mapping'
export SUITES

for program in clang llvm-profdata llvm-cov jq bats; do
	command -v "$program" >/dev/null 2>&1 || {
		echo "coverage: $program is not installed" >&2
		exit 2
	}
done

unset MAKEFLAGS MAKELEVEL MFLAGS
"${MAKE:-make}" -s -j2 SAN= B="$out" CC=clang OPT="-O0 -g $flags" \
	tests-built >/dev/null

# Profiles of one program are merged as they are written.
rm -rf "$out/profiles" "$out/fuzz"
mkdir -p "$out/profiles" "$out/fuzz"
LLVM_PROFILE_FILE=$out/profiles/%4m.profraw
export LLVM_PROFILE_FILE

for t in "$out"/unit/test_*; do
	"$t" >/dev/null 2>&1 || echo "coverage: $t fails" >&2
done
for f in tests/*.bats; do
	name=$(basename "$f" .bats)
	case $name in
	# What reads no logs, or only runs what is run here already.
	bench|demo|fuzz|install|layers|noise|otlp|prom|serve) continue ;;
	esac
	BUILD=$out bats "$f" >"$out/$name.log" 2>&1 ||
		echo "coverage: $f fails, see $out/$name.log" >&2
done
for d in "$BUILD"/fuzz/*.corpus; do
	[ ! -d "$d" ] || cp -r "$d" "$out/fuzz"
done
BUILD=$out FUZZ_FLAGS=$flags FUZZ_SECONDS=0 sh tests/fuzz/run.sh >/dev/null

llvm-profdata merge -sparse -o "$out/merged" "$out"/profiles/*.profraw
# The first program has no -object before it.
objects=$out/mlog-parse
for f in "$out"/mlog-[!p]* "$out"/unit/test_* "$out"/fuzz/fuzz_* \
    "$out/kernels"; do
	case $f in
	*.d|*.o) ;;
	*) objects="$objects -object $f" ;;
	esac
done
files=$(find "$@" -name '*.[ch]' | grep -vxE "$elsewhere" | sort)
# shellcheck disable=SC2086
llvm-cov export -summary-only -instr-profile "$out/merged" $objects \
	2>/dev/null >"$out/summary.json"
# Each branch that is never taken, as FILE:LINE:COLUMN: which way.
# shellcheck disable=SC2086
llvm-cov show -show-branches=count -instr-profile "$out/merged" $objects \
	2>/dev/null | awk -v names="$files" '
BEGIN { n = split(names, name, "\n"); while (n) wanted[name[n--]] = 1 }
/^[^ |]+:$/ { file = $1; sub(/:$/, "", file); sub(/^.*\/\.\//, "", file) }
!(file in wanted) { next }
match($0, /Branch \([0-9]+:[0-9]+\): \[True: 0,/) { say("true") }
match($0, /Branch \([0-9]+:[0-9]+\): .*False: 0\]/) { say("false") }
function say(way,	at) {
	at = $0
	sub(/.*Branch \(/, "", at)
	sub(/\).*/, "", at)
	print file ":" at ": never " way
}' | sort -u -t : -k 1,1 -k 2n -k 3n >"$out/report.txt"

jq -r --arg names "$files" --argjson least "$least" '
def row: "\(.percent * 10 | floor / 10) %\t\(.covered) of \(.count)";
[.data[0].files[] | {name: .filename | ltrimstr("./")} +
    .summary.branches | select(.count > 0) |
    select(.name as $n | $names | split("\n") | index($n))] |
group_by(.name) | map(max_by(.covered)) as $files |
($files | map(.covered) | add) as $covered |
($files | map(.count) | add) as $count |
($files[] | row + "\t" + .name),
({percent: ($covered / $count * 100), covered: $covered, count: $count} |
    row + "\tall branches"),
(if $covered / $count * 100 < $least then
    "below \($least) %\n" | halt_error(1) else empty end)
' "$out/summary.json"
