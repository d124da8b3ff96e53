# mlog-prom on stdout and into files: the text, and the contract of the
# textfile collector. The responder is tested in serve.bats.

load helper

setup()
{
	at_tmp
	seal app.snap <<'END'
{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{}}
{"family":"lag_seconds","type":"histogram","kind":"histogram","rule":"0000000000000001","unit":"","help":"Lag","bounds":[0.1,1,2.5]}
{"name":"lag_seconds","labels":{"queue":"a"},"count":7,"sum":12.25,"min":0.1,"max":9,"bounds":[0.1,1,2.5],"counts":[1,2,3,1]}
{"family":"queue_depth","type":"gauge","kind":"gauge","rule":"0000000000000002","unit":"","help":"Jobs waiting"}
{"name":"queue_depth","labels":{},"value":-1.5}
{"family":"tasks_finished_total","type":"counter","kind":"counter","rule":"0000000000000003","unit":"","help":"Tasks by status"}
{"name":"tasks_finished_total","labels":{"agent":"a1","status":"completed"},"value":42}
{"name":"tasks_finished_total","labels":{"agent":"a2","status":"failed"},"value":1234567}
END
	cat >app.prom <<'END'
# HELP lag_seconds Lag
# TYPE lag_seconds histogram
lag_seconds_bucket{queue="a",le="0.1"} 1
lag_seconds_bucket{queue="a",le="1"} 3
lag_seconds_bucket{queue="a",le="2.5"} 6
lag_seconds_bucket{queue="a",le="+Inf"} 7
lag_seconds_sum{queue="a"} 12.25
lag_seconds_count{queue="a"} 7
# HELP queue_depth Jobs waiting
# TYPE queue_depth gauge
queue_depth -1.5
# HELP tasks_finished_total Tasks by status
# TYPE tasks_finished_total counter
tasks_finished_total{agent="a1",status="completed"} 42
tasks_finished_total{agent="a2",status="failed"} 1.234567e+06
END
}

# What no rules file would let through, but a merge of snapshots might.
nasty()
{
	seal "$1" <<'END'
{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{"host.name":"a\nb","service.name":"syn\"th\\org"}}
{"family":"1st.metric-é","type":"gauge","kind":"gauge","rule":"0000000000000001","unit":"","help":"a\\b \"c\"\nd"}
{"name":"1st.metric-é","labels":{"9":"é\"\\\n","__name__":"z","a.b":"x","a_b":"y"},"value":1}
{"family":"_hidden","type":"gauge","kind":"gauge","rule":"0000000000000002","unit":"","help":"h"}
{"name":"_hidden","labels":{},"value":1}
{"family":"lat","type":"histogram","kind":"histogram","rule":"0000000000000003","unit":"","help":"Latency","bounds":[1]}
{"name":"lat","labels":{"le":"u"},"count":1,"sum":0.5,"min":0.5,"max":0.5,"bounds":[1],"counts":[1,0]}
{"family":"lat.count","type":"gauge","kind":"gauge","rule":"0000000000000004","unit":"","help":"twice"}
{"name":"lat.count","labels":{},"value":3}
{"family":"t.x","type":"gauge","kind":"gauge","rule":"0000000000000005","unit":"","help":"T"}
{"name":"t.x","labels":{"a.b":"1"},"value":"NaN"}
{"name":"t.x","labels":{"a_b":"1"},"value":"+Inf"}
{"name":"t.x","labels":{"a_b":"2"},"value":"-Inf"}
{"family":"t_x","type":"gauge","kind":"gauge","rule":"0000000000000006","unit":"","help":"T"}
{"name":"t_x","labels":{},"value":1}
END
}

promtool()
{
	fetch_tools prometheus
	(tool promtool check metrics)
}

@test "a snapshot becomes the text that protocols 4.1 asks for" {
	mlog-prom app.snap >out
	diff -u app.prom out
}

@test "the snapshot comes from stdin as well, with and without -" {
	mlog-prom <app.snap >out
	cmp app.prom out
	mlog-prom -f text - <app.snap >out
	cmp app.prom out
}

@test "promtool check metrics takes it without a word" {
	run promtool < <(mlog-prom app.snap)
	assert_success
	assert_output ""
}

@test "an empty snapshot gives an empty text, which promtool takes" {
	echo '{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{}}' |
		seal empty.snap
	mlog-prom empty.snap >out
	[ ! -s out ]
	run promtool <out
	assert_success
}

@test "names, labels, values and help are escaped, nothing comes twice" {
	nasty nasty.snap
	cat >want <<'END'
# HELP target_info What the metrics are about
# TYPE target_info gauge
target_info{host_name="a\nb",service_name="syn\"th\\org"} 1
# HELP _1st_metric__ a\\b "c"\nd
# TYPE _1st_metric__ gauge
_1st_metric__{_9="é\"\\\n",key__name__="z",a_b="x;y"} 1
# HELP lat Latency
# TYPE lat histogram
lat_bucket{exported_le="u",le="1"} 1
lat_bucket{exported_le="u",le="+Inf"} 1
lat_sum{exported_le="u"} 0.5
lat_count{exported_le="u"} 1
# left out: family lat.count, which would appear twice
# HELP t_x T
# TYPE t_x gauge
t_x{a_b="1"} NaN
# left out: a series of t.x, which would appear twice
t_x{a_b="2"} -Inf
# left out: family t_x, which would appear twice
END
	mlog-prom nasty.snap >out
	diff -u want out
	run promtool <out
	assert_success
}

@test "5000 families, none of them lost, none twice" {
	{
		echo '{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{}}'
		for i in $(seq 10001 15000); do
			printf '{"family":"f.%d","type":"gauge","kind":"gauge","rule":"0000000000000001","unit":"","help":"F"}\n' "$i"
			printf '{"name":"f.%d","labels":{"a.b":"x"},"value":1}\n' "$i"
		done
	} | seal many.snap
	mlog-prom many.snap >out
	seq 10001 15000 | sed 's/.*/f_&{a_b="x"} 1/' >want
	grep -v '^#' out | diff - want
	[ "$(grep -c '^# TYPE' out)" -eq 5000 ]
	run promtool <out
	assert_success
}

@test "from the log to the metrics through the whole pipe" {
	printf '%s\n' \
	    '{"time":"2026-11-21T09:24:11Z","event":"task.done","status":"ok"}' \
	    '{"time":"2026-11-21T09:24:12Z","event":"task.done","status":"a\"b\\c\nd"}' \
	    '{"time":"2026-11-21T09:24:13Z","event":"task.done","status":"ok"}' \
	    >events
	cat >app.rules <<'END'
counter tasks_done_total by status where event == "task.done" help "Done"
END
	mlog-agg --no-own -r app.rules events | mlog-prom >out
	cat >want <<'END'
# HELP tasks_done_total Done
# TYPE tasks_done_total counter
tasks_done_total{status="a\"b\\c\nd"} 1
tasks_done_total{status="ok"} 2
END
	diff -u want out
	mlog-agg -r app.rules events | mlog-prom >out
	run promtool <out
	assert_success
}

@test "-o: mode 0644 whatever the umask, nothing left beside the file" {
	mkdir d
	(umask 077 && mlog-prom -o d/app.prom app.snap)
	cmp app.prom d/app.prom
	[ "$(stat -c %a d/app.prom)" = 644 ]
	[ "$(ls -A d)" = app.prom ]
}

@test "-o: the file is always replaced, its time is the freshness signal" {
	mlog-prom -o x.prom app.snap
	touch -d '2026-01-01 00:00:00' x.prom
	before=$(stat -c '%i %Y' x.prom)
	mlog-prom -o x.prom app.snap
	[ "$(stat -c '%i %Y' x.prom)" != "$before" ]
}

@test "-o: a reader sees the old text or the new one, never a part" {
	nasty other.snap
	mlog-prom other.snap >other.prom
	cp app.prom x.prom
	: >torn
	(
		until [ -e done ]; do
			cat x.prom >seen
			cmp -s seen app.prom || cmp -s seen other.prom ||
				echo torn >>torn
		done
	) &
	reader=$!
	for _ in $(seq 60); do
		mlog-prom -o x.prom other.snap
		mlog-prom -o x.prom app.snap
	done
	: >done
	wait "$reader"
	[ ! -s torn ]
	cmp app.prom x.prom
}

@test "-o: what is damaged leaves the old file and no temporary" {
	mkdir d
	echo old >d/x.prom
	sed 's/"value":42/"value":43/' app.snap >bad.snap
	run -2 --separate-stderr mlog-prom -o d/x.prom bad.snap
	assert_output ""
	[ -n "$stderr" ]
	[ "$(cat d/x.prom)" = old ]
	[ "$(ls -A d)" = x.prom ]
}

@test "-o: a pipe, /dev/stdout and a device are written in place" {
	mlog-prom -o /dev/null app.snap
	[ -c /dev/null ]
	mkfifo p
	mlog-prom -o p app.snap &
	cat p >out
	wait $!
	cmp app.prom out
	mlog-prom -o - app.snap >out
	cmp app.prom out
	[ ! -e ./- ]
}

@test "-o: a folder that is not there is exit 2, with its name" {
	run -2 mlog-prom -o no/such/x.prom app.snap
	assert_output --partial no/such
}

@test "a missing, cut, changed or empty snapshot is exit 2 and no output" {
	sed '$d' app.snap >cut.snap
	sed 's/"value":42/"value":43/' app.snap >changed.snap
	: >empty.snap
	for s in missing cut changed empty; do
		run -2 --separate-stderr mlog-prom $s.snap
		assert_output ""
		[[ $stderr == mlog-prom:*"$s.snap"* ]]
	done
}

@test "--max-age measures the snapshot's time against --now" {
	mlog-prom --max-age 5m --now 2026-11-21T09:29:11Z app.snap >out
	cmp app.prom out
	run -2 mlog-prom --max-age 5m --now 2026-11-21T09:29:11.1Z app.snap
	assert_output --partial 2026-11-21T09:24:11Z
	run -2 mlog-prom --max-age 5m app.snap
	mlog-prom --max-age 5m --now 2026-11-20T00:00:00Z app.snap >out
	cmp app.prom out
}

@test "a full disk is exit 2, a reader that has gone is silent" {
	run -2 bash -c 'mlog-prom app.snap 2>&1 >/dev/full'
	assert_output --partial "No space left"
	run bash -c '{ sleep 0.3; mlog-prom app.snap 2>err; echo $? >code; } |
		true; cat err code'
	assert_output 141
}

@test "wrong command lines are exit 2" {
	run -2 mlog-prom --serve a b
	run -2 mlog-prom --serve --where 'a == "b"' app.snap
	run -2 mlog-prom --serve -f openmetrics app.snap
	run -2 mlog-prom --names dots app.snap
	run -2 mlog-prom --names utf-8 -o x.prom app.snap
	run -2 mlog-prom -f protobuf -o x.prom app.snap
	run -2 mlog-prom -f openmetric app.snap
	run -2 mlog-prom --max-age 5 app.snap
	run -2 mlog-prom --now yesterday app.snap
	run -2 mlog-prom --serve
	run -2 mlog-prom --serve -
	run -2 mlog-prom --serve -o x app.snap
	run -2 mlog-prom --serve --path metrics app.snap
	run -2 mlog-prom --serve --path '/a?b' app.snap
	run -2 mlog-prom --path /x app.snap
	run -2 mlog-prom --disabled app.snap
	run -2 mlog-prom --sevre app.snap
	assert_output --partial 'did you mean "--serve"'
}
