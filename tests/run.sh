#!/bin/sh
# usage: sh tests/run.sh [FILE.bats | UNIT_TEST]...
# Runs the unit test programs of $BUILD and the bats files (all of them, or
# those that are named), and ends with one line: "N passed, M failed", and
# ", K skipped" where there are any. Fails when anything failed or nothing
# ran; on CI (CI=true) also when a test was skipped, unless the conformance
# suites are not there, or the machine itself forbids it ("not possible here").
set -u

cd "$(dirname "$0")/.." || exit 2
top=$PWD
BUILD=${BUILD:-build/release}
SUITES=${SUITES:-../shared/suites}
case $BUILD in /*) ;; *) BUILD=$top/$BUILD ;; esac
case $SUITES in /*) ;; *) SUITES=$top/$SUITES ;; esac
MAKE=${MAKE:-make}
CC=${CC:-gcc}
LC_ALL=C
PATH=$BUILD:$top/build/tools/root/usr/bin:$PATH
export BUILD SUITES MAKE CC LC_ALL PATH
limit=900	# seconds a file
[ -z "${LONG:-}" ] || limit=14400
limit=${FILE_LIMIT:-$limit}

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
: >"$work/counts"
: >"$work/times"

took() {
	echo "$(($(date +%s) - $2)) $1" >>"$work/times"
}

# tally NAME: counts the tests of that file on standard input, in TAP.
# The lines go through as they come; what they count to goes to a file.
tally() {
	awk -v name="$1" -v counts="$work/counts" -v ci="${CI:-}" \
	    -v excused='^ # skip (SUITES has no|not possible here:) ' '
	{ print; fflush() }
	/^1\.\.[0-9]+/ { planned = substr($0, 4) + 0; plan = 1 }
	/^not ok / { bad++; next }
	/^ok / {
		if (!match($0, / # skip/)) {
			good++
			next
		}
		if (ci == "true" && substr($0, RSTART) !~ excused) {
			print "# " name ": skipped on CI: " $0
			bad++
			next
		}
		skipped++
	}
	END {
		ran = good + bad + skipped
		if (!plan || good + bad + skipped < planned) {
			print "not ok " name " broke off after " ran + 0 \
			    " of " planned + 0 " tests"
			bad++
		}
		print good + 0, bad + 0, skipped + 0 >>counts
	}'
}

# A unit test is one test; what it says to leave out (`skip: WHY`) is another
# one each, that was skipped.
run_unit() {
	name=unit/$(basename "$1")
	start=$(date +%s)
	code=0
	timeout "$limit" "$1" >"$work/out" 2>&1 || code=$?
	{
		sed 's/^/# /' "$work/out"
		echo 1..1
		if [ "$code" -eq 0 ] && grep -q \
		    '^[1-9][0-9]* checks, 0 failed$' "$work/out"; then
			echo "ok $name"
		else
			echo "not ok $name (exit $code)"
		fi
		sed -n "s|^skip: |ok $name # skip |p" "$work/out"
	} | tally "$name"
	took "$name" "$start"
}

run_bats() {
	name=$(basename "$1")
	echo "# $name"
	start=$(date +%s)
	{
		timeout "$limit" bats --formatter tap "$1" 2>&1
		code=$?
		[ "$code" -ne 124 ] || echo "# $name: over $limit seconds"
	} </dev/null | tally "$name"
	took "$name" "$start"
}

if [ $# -eq 0 ]; then
	set -- "$BUILD"/unit/test_* tests/*.bats
fi
for file; do
	case $file in
	*.bats)
		[ -f "$file" ] || { [ -f "tests/$file" ] &&
		    file=tests/$file; }
		run_bats "$file"
		;;
	*.d|*.o|*'*')
		;;
	*)
		[ -x "$file" ] || file=$BUILD/unit/$(basename "$file" .c)
		run_unit "$file"
		;;
	esac
done

sort -rn "$work/times" | head -n 5 |
	awk '{ printf "# %4d s  %s\n", $1, $2 }'
awk '
	{ good += $1; bad += $2; skipped += $3 }
	END {
		printf "%d passed, %d failed", good, bad
		if (skipped)
			printf ", %d skipped", skipped
		print ""
		exit bad > 0 || good + bad == 0
	}' "$work/counts"
