#!/bin/sh
# make bench: mlog-parse and other programs that do the same work, side by
# side on one log from a warm cache, in turns and on one core each. Their
# answers are compared first. The two of a pair run one right after the other,
# so what else the machine does hits both: the medians of these ratios are
# what counts.
#
# BUILD         folder of the build, default build/release
# BENCH_SIZE    of the log, default 1G
# BENCH_SLICE   of the log that slow programs read, default 100M
# BENCH_RUNS    rounds, default 5
# BENCH_ONLY    rows of the table, patterns such as "keep* jansson"
# BENCH_SAMPLE  lines whose answers are compared, default 200000
# BENCH_DIR     for the logs, which stay there; default $BUILD/bench
# MLOG_SCAN     as always: forces a kernel
#
# `make bench-deps` installs what the rows need, on Debian.
# shellcheck disable=SC2034,SC2046,SC2086,SC2254
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
BUILD=${BUILD:-build/release}
BUILD=$(CDPATH='' cd -- "$BUILD" && pwd)
size=${BENCH_SIZE:-1G}
part=${BENCH_SLICE:-100M}
runs=${BENCH_RUNS:-5}
sample=${BENCH_SAMPLE:-200000}
dir=${BENCH_DIR:-$BUILD/bench}
tools=$(CDPATH='' cd -- "$here/../.." && pwd)/build/tools
PATH=$BUILD:$PATH:$tools/root/usr/bin
NODE_PATH=${NODE_PATH:-$tools/node/node_modules}
LC_ALL=C
export PATH NODE_PATH LC_ALL
mkdir -p "$dir"
cd "$dir"

log=bench-$size.log
damaged=bench-$size-damaged.log
slice=bench-$part.log
rules=$here/bench.rules
fold=$here/fold.rules
. "$here/rows.sh"
. "$here/agree.sh"

# One processor for what is measured, another for what stands behind a pipe.
choose_cores()
{
	on=
	beside=
	if taskset -c 1 true 2>/dev/null; then
		on='taskset -c 1' beside='taskset -c 0'
	elif taskset -c 0 true 2>/dev/null; then
		on='taskset -c 0'
	fi
}

# make_log FILE OPTION...: unless it is there of this generator.
make_log()
{
	file=$1
	shift
	if [ ! -s "$file" ] ||
	    [ -n "$(find "$BUILD/gen-bench" -newer "$file")" ]; then
		gen-bench "$@" >new.log
		mv new.log "$file"
	fi
}

# A log that is smaller than the slice is its own slice.
make_logs()
{
	make_log "$log" -c -b "$size"
	make_log "$damaged" -b "$size"
	make_log "$slice" -c -b "$part"
	if [ "$(wc -c <"$log")" -lt "$(wc -c <"$slice")" ]; then
		slice=$log
	fi
	cat "$log" "$damaged" "$slice" >/dev/null
}

# The rows that were asked for and whose program is there.
choose_rows()
{
	rows=
	set -f
	for row in $(all_rows); do
		asked=
		for pattern in ${BENCH_ONLY:-*}; do
			case $row in
			$pattern) asked=1 ;;
			esac
		done
		[ -n "$asked" ] || continue
		if is_there "$row"; then
			rows="$rows $row"
		else
			echo "bench: $row is not installed, and left out"
		fi
	done
	set +f
	[ -n "$rows" ] || { echo "bench: no such rows" >&2; exit 2; }
}

among()
{
	case " $rows " in
	*" $1 "*) return 0 ;;
	esac
	return 1
}

# The units of a round: NAME:ROW:ROW of a pair, NAME:ROW of a row in none.
units()
{
	alone=$rows
	while read -r name a b _; do
		if among "$a" && among "$b"; then
			echo "$name:$a:$b"
			alone=$(echo "$alone" | tr ' ' '\n' |
			    grep -vx -e "$a" -e "$b" || :)
		fi
	done <<-END
	$(pairs)
	END
	for a in $alone; do
		echo "$a:$a"
	done
}

# run_row ROUND UNIT ROW
run_row()
{
	file=$(log_of "$3")
	rm -f took
	timed took "$(command_of "$3" "$file") >/dev/null"
	echo "$1 $2 $3 $(wc -c <"$file") $(cat took)" >>"times"
}

# Each round begins one unit later and turns the pairs around, so that none
# always follows the same.
run_all()
{
	rm -f times
	set -- $(units)
	round=0
	while [ "$round" -lt "$runs" ]; do
		for unit; do
			name=${unit%%:*}
			a=${unit#*:}
			b=${a#*:}
			a=${a%:*}
			if [ "$a" = "$b" ]; then
				run_row $round "$name" "$a"
			elif [ $((round % 2)) = 0 ]; then
				run_row $round "$name" "$a"
				run_row $round "$name" "$b"
			else
				run_row $round "$name" "$b"
				run_row $round "$name" "$a"
			fi
		done
		first=$1
		shift
		set -- "$@" "$first"
		round=$((round + 1))
	done
}

# What an event takes to be folded beside being read: "fold-cost NS NS".
fold_cost()
{
	among fold || return 0
	mlog-parse -q -r "$fold" "$slice" >fold.events
	echo "fold-cost $($on fold-cost "$fold" fold.events "$runs")"
	rm fold.events
}

choose_cores
choose_rows
make_logs
check_answers
check_counts
check_folds
echo "log: $size, $(wc -l <"$log") lines; the slow read $slice;" \
    "$runs rounds, medians"
echo
run_all
fold_cost >cost
rivals=
for row in $rows; do
	if is_rival "$row"; then
		rivals="$rivals $row"
	fi
done
pairs | cat - cost times |
    awk -v order="$rows" -v rivals="$rivals" -f "$here/report.awk"
