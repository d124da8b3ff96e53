#!/usr/bin/env bats
# The spool under damage, signals, system calls that fail, a full disk, and many
# runs at once: what is kept is kept whole, and nothing is sent twice.

load helper
load spool

@test "damaged files go to bad/, and hold up nobody" {
	for i in 1 2 3 4 5; do
		one "$i" "2026-11-21T09:0$i:00Z" "$i.snap"
		otlp "$i.snap" 2>/dev/null || true
	done
	set -- spool/*.otlp
	: >"$1"
	head -c 100 "$2" >x && cat x >"$2"
	printf 'X' | dd of="$3" bs=1 seek=90 conv=notrunc 2>/dev/null
	printf 'more' >>"$4"
	collector
	run patient -v </dev/null
	assert_failure 1
	assert_output --partial "is in bad/ now"
	[ "$(find spool/bad -name '*.otlp' | wc -l)" = 4 ]
	[ "$(waiting)" = 0 ]
	run values
	assert_output 5
	run mlog-otlp --spool spool --spool-status
	assert_line --regexp '^bad +4 files'
	assert_output --partial "damaged_files 4"
}

@test "SIGTERM between two tries: 75, soon, and kept" {
	collector --answers 503
	end_while_sending --retry-for 60s --spool spool five.snap 2>err
	[ "$code" = 75 ]
	[ "$SECONDS" -le 2 ]
	[ "$(waiting)" = 1 ]
}

@test "kill -9 between two tries loses nothing" {
	collector --answers 503,200
	mlog-otlp -u "http://127.0.0.1:$port" --allow-private --retry-for 60s \
		--spool spool five.snap &
	pid=$!
	wait_for 5 test -s "$got/requests.jsonl"
	wait_for 5 sh -c 'ls spool/*.otlp'
	kill -KILL "$pid"
	wait "$pid" || true
	[ "$(waiting)" = 1 ]
	run patient </dev/null
	assert_success
	[ "$(received)" = 2 ]
}

@test "runs at once: each exits 0 or 75, everything arrives once" {
	for i in $(seq 10); do
		one "$i" 2026-11-21T09:00:00Z "$i.snap"
		otlp -q "$i.snap" 2>/dev/null || true
	done
	[ "$(waiting)" = 10 ]
	collector
	n=${LONG:+50}
	n=${n:-20}
	for i in $(seq 11 "$((n + 10))"); do
		one "$i" 2026-11-21T09:00:00Z "$i.snap"
		{
			code=0
			otlp -q "$i.snap" 2>/dev/null || code=$?
			echo "$code" >>codes
		} &
	done
	wait $(jobs -p | grep -v "^$receiver_pid\$")
	[ "$(wc -l <codes)" = "$n" ]
	run grep -vxE '0|75' codes
	assert_failure 1
	patient </dev/null
	[ "$(waiting)" = 0 ]
	run bash -c "sort -n | uniq -d" < <(values)
	assert_output ''
	[ "$(values | wc -l)" = "$((n + 10))" ]
}

@test "the collector away for a day, a run a minute, kill -9 at random" {
	runs=${LONG:+1440}
	runs=${runs:-90}
	RANDOM=9
	kills=0
	for i in $(seq "$runs"); do
		at=$(date -u -d "2026-11-20T00:00:00Z + $i minutes" +%FT%TZ)
		one "$i" "$at" now.snap
		code=0
		if [ $((RANDOM % 4)) = 0 ]; then
			faked "@${at/T/ }" otlp -q now.snap 2>/dev/null &
			pid=$!
			sleep "0.0$((RANDOM % 60 + 10))"
			kill -KILL "$pid" 2>/dev/null && kills=$((kills + 1))
			wait "$pid" || code=$?
		else
			faked "@${at/T/ }" otlp -q now.snap 2>/dev/null ||
				code=$?
		fi
		case $code in
		75|0)	echo "$i" >>kept ;;
		137)	;;
		*)	fail "run $i: exit $code" ;;
		esac
	done 2>/dev/null
	[ "$kills" -gt 0 ]
	collector
	run faked '@2026-11-21 00:05:00' patient -q </dev/null
	assert_success
	# The last run of all brings the total.
	one 999999 2026-11-21T00:06:00Z now.snap
	faked '@2026-11-21 00:06:00' otlp now.snap
	[ "$(waiting)" = 0 ]
	[ -z "$(ls spool/bad)" ]
	values | sort -n -u >came
	sort -n -u kept >want
	run comm -23 <(sort want) <(sort came)
	assert_output ''
	[ "$(tail -n 1 came)" = 999999 ]
	echo "# $runs runs, $kills killed, $(wc -l <came) points came" >&3
}

@test "a fault at each system call that keeps a batch: kept whole, or told" {
	traced
	n=0
	for call in write fsync rename,renameat,renameat2 fchmod mkdir \
		fcntl getdents64; do
		for fault in error=ENOSPC error=EIO signal=KILL; do
			for nth in 1 2 3 4 6; do
				code=0
				one "$n" 2026-11-21T09:00:00Z now.snap
				strace -f -qq -o /dev/null \
					-e "inject=$call:$fault:when=$nth" \
					mlog-otlp -q --retry-for 0 \
					-u "http://127.0.0.1:$port" \
					--allow-private --spool spool \
					now.snap >>said 2>&1 || code=$?
				case $code in
				75)	echo "$n" >>kept ;;
				2|137)	;;
				*)	fail "$call $fault $nth: exit $code" ;;
				esac
				n=$((n + 1))
			done
		done
	done
	collector
	patient -q </dev/null
	[ "$(waiting)" = 0 ]
	[ -z "$(ls spool/bad)" ]
	[ "$(wc -l <kept)" -gt 20 ]
	run comm -23 <(sort kept) <(values | sort)
	assert_output ''
	echo "# $n faults, $(wc -l <kept) batches kept" >&3
}

@test "a full disk: no damage, and drained in one run" {
	namespaces m
	mkdir disk
	collector --answers 503
	cat >in_disk <<'END'
mount -t tmpfs -o size=64k none disk || exit 9
points=$1
port=$2
for i in $(seq 40); do
	mlog-otlp -u "http://127.0.0.1:$port" --allow-private --retry-for 0 \
		--compress none --spool disk/spool -q "$points" 2>>said
	echo $? >>codes
done
ls disk/spool/*.otlp | wc -l >n
: >ready
while [ ! -e up ]; do sleep 0.1; done
mlog-otlp -u "http://127.0.0.1:$port" --allow-private --retry-for 40s \
	--spool disk/spool </dev/null 2>>said
echo $? >last
ls disk/spool/*.otlp disk/spool/bad/* 2>/dev/null | wc -l >left
END
	points 20 many.snap
	later unshare "$apart" sh in_disk many.snap "$port"
	wait_for 60 test -e ready
	[ "$(sort -u codes)" = "2
75" ]
	grep -q 'No space left' said
	[ "$(cat n)" -gt 3 ]
	collector
	touch up
	wait_for 60 test -e left
	[ "$(cat last)" = 0 ]
	[ "$(cat left)" = 0 ]
	[ "$(received)" = "$(cat n)" ]
}
