#!/usr/bin/env bats
# mlog-otlp --state: each record of a log once, whatever is killed; and several
# operands.

load helper
load otlp

# push ARGUMENT...: what came since the last run, with the state st.
push() {
	mlog-parse -q --resume st 'app.log*' | otlp -s st "$@"
}

# put FROM TO: numbered records at the end of the log.
put() {
	seq "$1" "$2" | sed 's/.*/{"time":"2026-11-21T09:00:00Z","event":"e","n":&,"task_id":"t&"}/' >>app.log
}

# came [SIGNAL]: the numbers that arrived, in the order they did.
came() {
	jq -r "select(.${1:-logs}) | .items[].attributes[] |
		select(.key == \"n\").value.intValue" "$got/requests.jsonl"
}

generation() {
	head -n 1 st | jq -r .generation
}

@test "a run a minute sends each record once, through rotation" {
	receiver_start
	set -o pipefail
	put 1 10
	push --signal logs,traces
	push --signal logs,traces
	[ "$(received)" = 2 ]
	put 11 20
	mv app.log app.log.1
	put 21 30
	push --signal logs,traces
	gzip app.log.1
	push --signal logs,traces
	came | diff - <(seq 30)
	came traces | diff - <(seq 30)
	head -n 2 st | tail -n 1 | grep -q '"@mlog":"input"'
	[ "$(generation)" = 4 ]
}

# The commands of the sample crontab, with folders of our own.
crontab_run() {
	sed -n "s|^\\* \\* \\* \\* \\* mlog\t||p" \
		"$root/man/examples/mlog-otlp.cron" |
		sed "s|/var/lib/mlog|$PWD|; s|/var/log|$PWD|; s|--splay 20s|--splay 20ms|" \
		>commands
	[ "$(wc -l <commands)" = 2 ]
	sh -e -c "$(sed -n 1p commands)" && sh -e -c "$(sed -n 2p commands)"
}

@test "the sample crontab: records, spans and metrics, each record once" {
	printf 'Authorization: Bearer s3cret\n' >headers
	chmod 600 headers
	echo 'span t key task_id from event == "e" to event == "f"' >app.rules
	put 1 3
	echo '{"time":"2026-11-21T09:00:09Z","event":"f","task_id":"t2"}' >>app.log
	mlog-parse app.log | mlog-agg --no-own -e 'counter n' >app.snap
	export MLOG_OTLP_ALLOW_PRIVATE=true
	# Away at first: no more tries than one, not to wait for them here.
	export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1
	export OTEL_BLRP_EXPORT_TIMEOUT=1 OTEL_BSP_EXPORT_TIMEOUT=1
	export OTEL_METRIC_EXPORT_TIMEOUT=1
	run crontab_run
	assert_failure 75
	put 4 5
	receiver_start
	export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$port
	unset OTEL_BLRP_EXPORT_TIMEOUT OTEL_BSP_EXPORT_TIMEOUT \
		OTEL_METRIC_EXPORT_TIMEOUT
	run crontab_run
	assert_success
	assert_output ""
	came | sort -n | diff - <(seq 5)
	run jq -r 'select(.traces) | .items[].name' "$got/requests.jsonl"
	assert_output t
	run jq -r 'select(.data) | .data[0].scopes[0].metrics[0] |
		.name, .points[0].value' "$got/requests.jsonl"
	assert_line --index 0 n
	assert_line --index 1 4
	run jq -r '[.headers[] | select(.[0] == "Authorization") | .[1]][0]' \
		"$got/requests.jsonl"
	refute_line --partial null
}

@test "nothing is committed that the collector did not take" {
	put 1 10
	run push
	assert_failure 75
	[ ! -e st ]
	receiver_start --answers 200,503,200
	push
	put 11 20
	run push
	assert_failure 75
	[ "$(generation)" = 1 ]
	push
	[ "$(generation)" = 2 ]
	# The second request came twice: it was not taken the first time.
	came | diff - <(seq 20 | sed '11,20{p;}' | sort -n | awk 'NR <= 10' &&
		seq 11 20 && seq 11 20)
}

@test "with a spool what waits is committed, and sent once" {
	put 1 10
	run push --spool sp
	assert_failure 75
	[ "$(generation)" = 1 ]
	put 11 20
	run push --spool sp
	assert_failure 75
	receiver_start
	push --spool sp --retry-for 10s
	came | diff - <(seq 20)
}

@test "streams that are not what the state is of" {
	receiver_start
	put 1 3
	push
	run otlp -s st app.log
	assert_failure 2
	assert_output --partial "has no marks"
	mlog-parse --resume st 'app.log*' >old
	put 4 5
	push
	run otlp -s st old
	assert_failure 75
	assert_output --partial "moved on"
	put 6 7
	mlog-parse --resume st 'app.log*' >new
	run otlp -s st <(head -n 2 new)
	assert_failure 75
	assert_output --partial "broke off"
	run otlp -s st <(grep -v '"pos"' new)
	assert_failure 2
	run otlp -s st </dev/null
	assert_failure 75
	otlp -s st new
	came | diff - <(seq 7)
	# And a plain one.
	otlp -s plain --signal traces <(grep -v '@mlog' new)
	run otlp -s plain new
	assert_failure 2
	# States of others.
	mlog-parse --resume agg 'app.log*' | mlog-agg -e 'counter n' -s agg
	cp agg agg.was
	run otlp -s agg <(mlog-parse --resume agg 'app.log*')
	assert_failure 2
	assert_output --partial "state of its own"
	run otlp -s agg --temporality delta agg
	assert_failure 2
	cmp agg agg.was
	run otlp -s "" new
	assert_failure 2
}

@test "a damaged state: the one before serves, and nothing is left out" {
	receiver_start
	put 1 3
	push
	put 4 6
	push
	put 7 9
	printf 'x' | dd of=st bs=1 seek=40 conv=notrunc 2>/dev/null
	run push
	assert_success
	assert_output --partial "st.prev serves"
	came | diff - <(seq 6 && seq 4 9)
	[ -s "$(echo st.bad.*)" ]
	printf 'x' | dd of=st bs=1 seek=40 conv=notrunc 2>/dev/null
	rm st.prev
	run otlp -s st </dev/null
	assert_failure 2
}

@test "two at once: one is told to come again; a dry run changes nothing" {
	receiver_start
	put 1 3
	push
	cp st st.was
	put 4 5
	mlog-parse --resume st 'app.log*' | mlog-otlp -n -s st |
		jq -r '.resourceLogs[].scopeLogs[].logRecords[].attributes[] |
		select(.key == "n").value.intValue' | diff - <(seq 4 5)
	cmp st st.was
	mkfifo pipe
	later otlp -s st pipe
	exec 9>pipe
	wait_for 5 sh -c '! flock -n st.lock true'
	run push
	assert_failure 75
	assert_output --partial "in use"
	exec 9>&-
}

@test "SIGTERM: the stream's last marks are waited for, and committed" {
	receiver_start
	put 1 5
	mkfifo pipe
	mlog-parse --resume st --follow app.log >pipe &
	parse=$!
	mlog-otlp -u "http://127.0.0.1:$port" --allow-private -s st \
		--flush 100ms pipe &
	pid=$!
	wait_for 10 test -s "$got/requests.jsonl"
	put 6 8
	sleep 0.2
	kill "$pid" "$parse"
	code=0
	wait "$pid" || code=$?
	[ "$code" = 0 ]
	push
	came | diff - <(seq 8)
}

@test "more than is held back for a mark is sent once the mark came" {
	# 40 MB between two marks, of a writer that is none of ours.
	seq 100000 | sed "s/.*/{\"event\":\"e\",\"n\":&,\"x\":\"$(printf '%400s' x)\"}/" >log
	mkdir sink
	/usr/bin/python3 "$root/tests/receiver/sink.py" sink 3>&- &
	receiver_pid=$!
	wait_for 5 test -s sink/port
	port=$(cat sink/port)
	python3 "$root/tests/state/marked.py" st log step=1000000 |
		otlp -v -s st 2>err
	grep -q 'items 100000,' err
	[ "$(generation)" = 1 ]
}

@test "kill -9 at random: every record comes, few of them twice" {
	runs=${LONG:+400}
	runs=${runs:-40}
	RANDOM=7
	receiver_start
	n=0 kills=0
	for i in $(seq "$runs"); do
		put $((n + 1)) $((n + 50))
		n=$((n + 50))
		[ $((i % 7)) != 0 ] || { rm -f app.log.1; mv app.log app.log.1; }
		mkfifo pipe
		mlog-parse -q --resume st 'app.log*' >pipe &
		parse=$!
		mlog-otlp -q -u "http://127.0.0.1:$port" --allow-private \
			-s st --batch 20 --signal logs,traces <pipe &
		pid=$!
		if [ $((RANDOM % 3)) != 0 ]; then
			sleep "0.0$((RANDOM % 50 + 10))"
			kill -KILL "$pid" 2>/dev/null && kills=$((kills + 1))
		fi
		wait "$pid" "$parse" || true
		rm pipe
		# A rotated log goes only once it was read.
		[ $((i % 7)) != 6 ] || push -q --signal logs,traces
	done 2>/dev/null
	push --signal logs,traces
	[ "$kills" -gt 0 ]
	came | sort -n -u | diff - <(seq "$n")
	came traces | sort -n -u | diff - <(seq "$n")
	# One span, one id, however often it came.
	[ "$(received_items traces | jq -r .spanId | sort -u | wc -l)" = "$n" ]
	twice=$(came | sort -n | uniq -d | wc -l)
	[ "$twice" -le $((kills * 100)) ]
	echo "# $kills of $runs runs killed, $twice of $n records twice" >&3
}

@test "a day away, killed at random: every point, record and span comes" {
	fetch_faketime
	receiver_pb
	# With LONG a million points, and a thousand kills.
	run /usr/bin/python3 "$root/tests/receiver/day.py" \
		$([ -n "${LONG:-}" ] && echo 1440 1000 100 1000 ||
		echo 40 25 40 10) "$faketime"
	echo "# $output" >&3
	assert_success
}

@test "several operands: events one after the other, snapshots as one" {
	receiver_start
	for i in 1 2 3; do
		echo "{\"time\":\"2026-11-21T09:00:0${i}Z\",\"event\":\"e\",\"n\":$i}" >$i.ev
		mlog-agg --no-own -e "counter c_$i" -e 'counter twice by n' $i.ev >$i.snap
	done
	: >none
	otlp none 1.ev - none 3.ev <2.ev
	came | diff - <(seq 3)
	[ "$(received)" = 1 ]
	receiver_stop
	rm -r "$got"
	receiver_start
	otlp 1.snap - 3.snap <2.snap
	[ "$(received)" = 1 ]
	run received_points
	assert_line 'c_1 1.0'
	assert_line 'c_3 1.0'
	assert_line 'twice{n="2"} 1.0'
	mlog-agg --no-own -e 'counter twice where n > 1' 2.ev >other.snap
	run otlp 1.snap other.snap
	assert_failure 2
	assert_output --partial "other.snap contradicts 1.snap: the rules of twice differ"
	run otlp 1.ev 1.snap
	assert_failure 2
	assert_output --partial "no events"
	run otlp 1.snap 1.ev
	assert_failure 2
	run otlp 1.ev nowhere
	assert_failure 2
	assert_output --partial "nowhere"
	run otlp none none
	assert_success
}

@test "the snapshots of several operands have deltas too" {
	receiver_start
	seal=2026-11-21T09
	for i in 1 2; do
		yes '{"time":"2026-11-21T09:00:00Z","event":"e"}' |
			head -n $((i * 3)) >ev
		mlog-agg --no-own --now "$seal:0$i:00Z" -e 'counter a' ev >a
		mlog-agg --no-own --now "$seal:0$i:00Z" -e 'counter b' ev >b
		OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=Delta \
			otlp -s st a b
	done
	run received_jq '.[] | [.data[0].scopes[0].metrics[] | .temporality,
		.points[].value] | @json'
	assert_output '[1,3,1,3]
[1,3,1,3]'
	[ -s st.prev ]
}
