# Prometheus text and OpenMetrics where a snapshot is expected: the suite of
# OpenMetrics, what exporters print, and what is refused.

load helper

setup()
{
	at_tmp
}

teardown()
{
	stop_all
}

# mean FORM FILE: what it says, by a reader that is not ours.
mean()
{
	/usr/bin/python3 "$root/tests/readers/mean.py" "$@"
}

cases()
{
	suite=$SUITES/OpenMetrics/tests/testdata/parsers
	suites OpenMetrics/tests/testdata/parsers
}

@test "the suite's 44 good texts come out with an equal meaning" {
	cases
	local n=0 name
	for dir in "$suite"/*/; do
		name=$(basename "$dir")
		case $name in bad_*) continue ;; esac
		mlog-prom -f openmetrics --created "$dir/metrics" >out ||
		    fail "$name is refused"
		mean openmetrics "$dir/metrics" >want
		mean openmetrics out >got
		diff -u want got || fail "$name"
		# And once more, from what we wrote.
		mlog-prom -f openmetrics --created out | diff out - ||
		    fail "$name, again"
		n=$((n + 1))
	done
	[ "$n" -eq 44 ]
}

@test "the suite's 167 bad texts are refused with line and reason" {
	cases
	local n=0 name
	for dir in "$suite"/bad_*/; do
		name=$(basename "$dir")
		cat "$dir/metrics" >metrics
		run --separate-stderr mlog-prom -f openmetrics metrics
		[ "$status" -eq 2 ] || fail "$name: exit code $status"
		[ -z "$output" ] || fail "$name: $output"
		case $stderr in
		'mlog-prom: metrics:'[1-9]*': '?*) ;;
		'mlog-prom: metrics: no snapshot in it') [ ! -s metrics ] ;;
		*) fail "$name: $stderr" ;;
		esac
		n=$((n + 1))
	done
	[ "$n" -eq 167 ]
}

@test "the text format, as loosely as Prometheus takes it" {
	printf '%s\n' '# a comment' '' '#TYPE is none' \
	    '  # HELP   lag   Time \\ to "wait"\nfor' \
	    $'# TYPE\tlag\thistogram' \
	    'lag_sum{ queue = "a" , } 12.25' \
	    'lag_bucket{queue="a",le="+Inf"} 7' \
	    $'lag_bucket{le="2.50",queue="a"}\t6  1700000000123' \
	    'other 1.' \
	    'lag_bucket{queue="a",le="0.1",}1' \
	    'lag_count{queue="a"} 7' \
	    '# TYPE up untyped' 'up{x="\\ \" \n \d"} -.5' \
	    '# HELP late Said behind' 'late +Inf 1' \
	    '{"my.metric","a.b"="c"} 4' >in.prom
	mlog-prom --names utf-8 in.prom >out
	cat >want <<'END'
# HELP lag Time \\ to "wait"\nfor
# TYPE lag histogram
lag_bucket{queue="a",le="0.1"} 1
lag_bucket{queue="a",le="2.5"} 6
lag_bucket{queue="a",le="+Inf"} 7
lag_sum{queue="a"} 12.25
lag_count{queue="a"} 7
# HELP late Said behind
# TYPE late untyped
late +Inf
# TYPE "my.metric" untyped
{"my.metric","a.b"="c"} 4
# TYPE other untyped
other 1
# TYPE up untyped
up{x="\\ \" \n \\d"} -0.5
END
	diff -u want out
}

# refused TEXT MESSAGE
refused()
{
	printf "$1" >in.prom
	run --separate-stderr mlog-prom in.prom
	[ "$status" -eq 2 ] && [ -z "$output" ] &&
	    [ "$stderr" = "mlog-prom: in.prom:$2" ] ||
	    fail "$1: $status $stderr"
}

@test "what the text format does not allow is refused with its line" {
	refused 'a 1' '1: the last line breaks off: its newline is missing'
	refused 'a\n' '1: a value was expected'
	refused 'a 1\na.b 1\n' '2: ".b" is no number'
	refused 'a 1 1.5\n' '1: "1.5" is no timestamp in milliseconds'
	refused 'a 1 1 1\n' '1: text behind the timestamp'
	refused 'a{b="1",b="2"} 1\n' '1: the label "b" comes twice'
	refused 'a{__name__="b"} 1\n' \
	    "1: the label __name__ is the metric's name"
	refused 'a{b=1} 1\n' \
	    '1: the value of the label "b" is not in quotes'
	refused 'a{b="\377"} 1\n' '1: not in UTF-8'
	refused 'a 0x10\n' '1: "0x10" is no number'
	refused '# TYPE a meter\n' '1: unknown type "meter"'
	refused '# TYPE a gauge\n# TYPE a gauge\n' '2: a second TYPE of a'
	refused 'a 1\n# TYPE a gauge\n' '2: TYPE of a behind its first sample'
	refused '# TYPE a histogram\na 1\n' \
	    '2: the histogram a has no sample of that name'
	refused '# TYPE a histogram\na_bucket{le="x"} 1\n' \
	    '2: "x" is no bound of a bucket'
	refused '# TYPE a histogram\na_bucket{le="1"} 1.5\n' \
	    '2: a count that is no whole number from 0'
	refused '# TYPE a histogram\na_bucket{le="2"} 3\na_bucket{le="1"} 4\n' \
	    '1: a: buckets are not cumulative: there are fewer up to a higher bound'
	refused '# TYPE a summary\na{quantile="2"} 1\n' \
	    '2: "2" is no quantile from 0 to 1'
	refused '{} 1\n' '1: column 4: something follows the JSON text'
}

@test "what is quoted of an exposition does not steer the terminal" {
	refused 'a 1\r\n' '1: "1?" is no number'
	refused 'a \033[31m1\302\233\n' '1: "?[31m1?" is no number'
}

@test "samples that come twice, and bounds that differ, are told" {
	printf '%s\n' 'a{x="1"} 1' 'a{x="1"} 2' 'b 1 2000' 'b 2 3000' \
	    'b 3 1000' '# TYPE h histogram' \
	    'h_bucket{x="1",le="1"} 1' 'h_bucket{x="1",le="2"} 3' \
	    'h_bucket{x="1",le="4"} 4' 'h_bucket{x="1",le="+Inf"} 5' \
	    'h_bucket{x="2",le="0.5"} 1' 'h_bucket{x="2",le="2"} 2' \
	    'h_bucket{x="2",le="4"} 2' 'h_bucket{x="2",le="+Inf"} 2' >in.prom
	mlog-prom in.prom >out
	cat >want <<'END'
# only the bounds that all series have: h
# samples that came twice were left out
# TYPE a untyped
a{x="1"} 1
# TYPE b untyped
b 2
# TYPE h histogram
h_bucket{x="1",le="2"} 3
h_bucket{x="1",le="4"} 4
h_bucket{x="1",le="+Inf"} 5
h_count{x="1"} 5
h_bucket{x="2",le="2"} 2
h_bucket{x="2",le="4"} 2
h_bucket{x="2",le="+Inf"} 2
h_count{x="2"} 2
END
	diff -u want out
}

@test "what mlog-prom writes comes back, in both forms" {
	cp "$root/tests/golden/mlog-prom/kinds/in" kinds.snap
	mlog-prom -f openmetrics --created --names utf-8 kinds.snap >once
	mlog-prom -f openmetrics --created --names utf-8 once | diff once -
	# States are plain gauges here, and stand in another order.
	mlog-prom --names utf-8 kinds.snap | sort >once
	[ "$(wc -l <once)" -gt 40 ]
	mlog-prom --names utf-8 kinds.snap | mlog-prom --names utf-8 | sort |
	    diff once -
}

@test "naughty strings as label values come back equal" {
	local list=$SUITES/naughty-strings/blns.json
	suites naughty-strings/blns.json
	jq -c 'to_entries[] | {time: "2026-11-21T09:24:11Z", n: .key,
	    s: .value}' "$list" |
	    mlog-agg --no-own -e 'gauge g of n by s' -o in.snap
	jq -c 'select(.labels) | .labels' in.snap >want
	[ "$(wc -l <want)" -gt 480 ]
	for form in text openmetrics; do
		mlog-prom -f $form in.snap | mlog-agg --merge |
		    jq -c 'select(.labels) | .labels' | diff want -
	done
}

@test "snapshots and expositions unite in one answer" {
	cp "$root/tests/golden/mlog-prom/kinds/in" kinds.snap
	printf '# TYPE up gauge\nup 1\n' >up.prom
	printf 'GET /metrics HTTP/1.0\r\n\r\n' |
	    mlog-prom --serve --require-sandbox kinds.snap up.prom >out
	grep -qx 'up 1' out
	grep -qx 'queue_depth -1.5' out
	grep -qx 'mlog_snapshot_up{file="up.prom"} 1' out
	# One that is damaged does not hide the other.
	printf 'up{' >up.prom
	mlog-prom kinds.snap up.prom >out 2>err
	grep -qx 'mlog_snapshot_up{file="up.prom"} 0' out
	grep -qx 'queue_depth -1.5' out
	run cat err
	assert_output 'mlog-prom: up.prom:1: a label'"'"'s name was expected'
}

@test "a resource comes back from target_info" {
	printf '%s\n' '# TYPE target info' \
	    'target_info{"service.name"="app",job="x"} 1' \
	    '# TYPE a gauge' 'a 1' '# EOF' >in.om
	mlog-otlp -n in.om >out
	run jq -c '.resourceMetrics[0].resource.attributes' out
	assert_output '[{"key":"job","value":{"stringValue":"x"}},{"key":"service.name","value":{"stringValue":"app"}}]'
}

@test "mlog-otlp takes an exposition, from a pipe too" {
	printf '%s\n' '# TYPE lag histogram' '# HELP lag Lag' \
	    'lag_bucket{le="1.0"} 2' 'lag_bucket{le="+Inf"} 3' \
	    'lag_count 3' 'lag_sum 4.5' 'lag_created 1000.5' \
	    '# TYPE n counter' 'n_total 7' '# EOF' |
	    mlog-otlp -n >out
	run jq -c '.resourceMetrics[0].scopeMetrics[0].metrics[] |
	    .histogram.dataPoints[0] // .sum.dataPoints[0] |
	    [.startTimeUnixNano, .count, .sum, .min, .bucketCounts,
	    .explicitBounds, .asDouble]' out
	assert_output '["1000500000000","3",4.5,null,["2","1"],[1],null]
[null,null,null,null,null,null,7]'
}

@test "the time of an exposition is its file's, for --max-age" {
	echo 'a 1' >in.prom
	touch -d '2026-11-21T09:24:11Z' in.prom
	run mlog-prom --now 2026-11-21T09:25:00Z --max-age 1m in.prom
	assert_success
	run mlog-prom --now 2026-11-21T09:30:00Z --max-age 1m in.prom
	assert_failure 2
	assert_output 'mlog-prom: in.prom: the snapshot is of 2026-11-21T09:24:11Z, older than the limit'
}

@test "node_exporter's own exposition comes out equal in meaning" {
	fetch_tools prometheus-node-exporter
	local port
	port=$(free_port)
	(tool prometheus-node-exporter \
	    --web.listen-address="127.0.0.1:$port" >exporter.log 2>&1 3>&- &
	    echo $! >>pids)
	wait_for 20 curl -sf "http://127.0.0.1:$port/metrics" -o node.prom
	[ "$(grep -vc '^#' node.prom)" -gt 200 ]
	mlog-prom node.prom >out
	mean text node.prom >want
	mean text out >got
	diff -u want got
	# OpenMetrics wants counters' names to differ without _total.
	mlog-prom -f openmetrics node.prom >om
	mean openmetrics om | grep -v '^."family"' >got
	grep -v '^."family"' want | diff - got
	curl -s "http://127.0.0.1:$port/metrics" | mlog-otlp -n >otlp
	[ "$(jq '.resourceMetrics[].scopeMetrics[].metrics[].name' otlp |
	    sort -u | wc -l)" -gt 50 ]
}

@test "random and mutated expositions are refused or come back" {
	local n=200
	[ -z "${LONG:-}" ] || n=5000
	cp "$root/tests/golden/mlog-prom/kinds/in" kinds.snap
	mlog-prom -f openmetrics --created kinds.snap >seed
	/usr/bin/python3 - "$n" <<'END'
import random, subprocess, sys
seed = open("seed", "rb").read()
rand = random.Random(7)
taken = 0
for i in range(int(sys.argv[1])):
    text = bytearray(seed)
    for _ in range(rand.randint(1, 3)):
        at = rand.randrange(len(text))
        way = rand.randrange(3)
        if way == 0:
            text[at] = rand.choice(b'"{}, \n#=\\0a')
        elif way == 1:
            del text[at:at + rand.randint(1, 8)]
        else:
            text[at:at] = text[at:at + rand.randint(1, 20)]
    run = lambda t: subprocess.run(["mlog-prom", "-f", "openmetrics",
        "--created", "--names", "utf-8"], input=bytes(t),
        capture_output=True)
    once = run(text)
    assert once.returncode in (0, 2), (once, bytes(text))
    assert (once.returncode == 2) == bool(once.stderr), once
    if once.returncode == 0:
        taken += 1
        twice = run(once.stdout)
        assert twice.returncode == 0, (twice.stderr, bytes(text))
        assert twice.stdout == once.stdout, bytes(text)
assert taken > 10, taken
END
}
