#!/bin/sh
# make bench: the commands side by side on one log, in turns, from a warm
# cache; medians of speed and memory. The answers are compared first.
#
# BUILD        folder of the build, default build/release
# BENCH_SIZE   of the log, default 100M
# BENCH_RUNS   of each command, default 5
# BENCH_DIR    for the log, which stays there; default $BUILD/bench
# MLOG_SCAN    as always: forces a kernel
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
BUILD=${BUILD:-build/release}
BUILD=$(CDPATH='' cd -- "$BUILD" && pwd)
size=${BENCH_SIZE:-100M}
runs=${BENCH_RUNS:-5}
dir=${BENCH_DIR:-$BUILD/bench}
PATH=$BUILD:$PATH
export PATH
mkdir -p "$dir"
cd "$dir"

log=bench-$size.log
damaged=bench-$size-damaged.log
keys=method,status,duration_ms,bytes,cost,model,request_id,user
rules=$here/bench.rules
pick=$(echo "$keys" | sed 's/,/,./g; s/^/[./; s/$/]/')
extract="{time: .timestamp, level, event, logger, $keys}"

have()
{
	command -v "$1" >/dev/null 2>&1
}

make_logs()
{
	[ -s "$log" ] || {
		gen-bench -c -b "$size" >new.log
		mv new.log "$log"
	}
	[ -s "$damaged" ] || {
		gen-bench -b "$size" >new.log
		mv new.log "$damaged"
	}
	cat "$log" "$damaged" >/dev/null
}

# The same eight values of the same lines, as mlog-parse and as jq find them.
check_extraction()
{
	head -n 20000 "$log" >sample.log
	mlog-parse -k "$keys" sample.log | jq -c "$pick" >got
	jq -c "$pick" sample.log >want
	cmp got want || {
		echo 'bench: mlog-parse -k and jq disagree' >&2
		exit 1
	}
	echo "answers: mlog-parse -k and jq agree on $(wc -l <want) lines"
}

# Every request is counted once, and the short way counts as the long one.
check_pipe()
{
	mlog-parse -r "$rules" sample.log | mlog-agg --no-own -r "$rules" |
	    mlog-prom >got
	mlog-parse sample.log | mlog-agg --no-own -r "$rules" |
	    mlog-prom >want
	cmp got want
	n=$(awk '/^requests_total\{/ { n += $NF } END { print n + 0 }' got)
	[ "$n" -eq "$(grep -c '"event": *"http.request"' sample.log)" ] || {
		echo "bench: the pipe counted $n requests" >&2
		exit 1
	}
	echo "answers: the pipe counted all $n requests of them"
}

# The command of a row of the table.
command_of()
{
	case $1 in
	wc) echo "wc -l $log" ;;
	keep) echo "mlog-parse -q -k $keys $log" ;;
	damaged) echo "mlog-parse -q -k $keys $damaged" ;;
	whole) echo "mlog-parse -q $log" ;;
	rules) echo "mlog-parse -q -r '$rules' $log" ;;
	pipe) echo "mlog-parse -q -r '$rules' $log | mlog-agg -r '$rules'" ;;
	jq) echo "jq -c '$extract' $log" ;;
	esac
}

# Each round begins one row later, so that none always follows the same.
run_all()
{
	rm -f ./*.times
	order=$rows
	i=0
	while [ "$i" -lt "$runs" ]; do
		for row in $order; do
			timed "$row.times" \
			    "$(command_of "$row") >/dev/null"
		done
		order="${order#* } ${order%% *}"
		i=$((i + 1))
	done
}

# Median of column $2 of a file of results.
median()
{
	sort -n -k "$2,$2" "$1.times" | awk -v c="$2" '{ v[NR] = $c }
	    END { print v[int((NR + 1) / 2)] }'
}

report()
{
	bytes=$(wc -c <"$log")
	base=0
	[ ! -s jq.times ] || base=$(median jq 1)
	printf '%-9s %9s %9s %9s %9s %9s\n' '' MB/s wall/s cpu/s peak/MB \
	    'to jq'
	for row in $rows; do
		printf '%s %s %s %s\n' "$row" "$(median "$row" 1)" \
		    "$(median "$row" 2)" "$(median "$row" 3)"
	done | awk -v bytes="$bytes" -v base="$base" '{
		printf "%-9s %9.1f %9.3f %9.3f %9.1f", $1, bytes / $2,
		    $2 / 1e6, $3 / 1e6, $4 / 1024
		if (base > 0)
			printf " %8.1fx", base / $2
		print ""
	}'
	echo
	for row in $rows; do
		printf '%-9s %s\n' "$row" "$(command_of "$row")"
	done
}

rows='wc keep damaged whole rules pipe'
make_logs
if have jq; then
	rows="$rows jq"
	check_extraction
	check_pipe
else
	echo 'bench: jq is not installed: no comparison' >&2
fi
echo "log: $size, $(wc -l <"$log") lines, $runs runs each, medians"
run_all
report
