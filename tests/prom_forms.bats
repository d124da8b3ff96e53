# The forms of mlog-prom, read again by readers that are not ours, and what
# selects and merges the snapshots they show.

load helper

setup()
{
	at_tmp
}

# The Python of Debian's packages.
python()
{
	PYTHONPATH=$BATS_FILE_TMPDIR /usr/bin/python3 "$@"
}

setup_file()
{
	load helper
	protoc --proto_path="$root/tests/readers" \
		--python_out="$BATS_FILE_TMPDIR" exposition.proto
}

reads()
{
	python "$root/tests/readers/read.py" "$@"
}

# forms SNAPSHOT [OPTION...]: each form and what its reader finds, in NAME.read.
forms()
{
	local form

	for form in text openmetrics protobuf; do
		mlog-prom -f $form "$@" >$form
		reads $form $form >$form.read
	done
}

kinds()
{
	cp "$root/tests/golden/mlog-prom/kinds/in" "$1"
}

@test "all readers find the same values in all forms" {
	kinds kinds.snap
	forms kinds.snap
	[ "$(wc -l <text.read)" -eq 28 ]
	diff text.read openmetrics.read
	diff text.read protobuf.read
	fetch_tools prometheus
	(tool promtool check metrics <text) | grep -v '^readings' >said || true
	run cat said
	assert_output ""
}

@test "exemplars are the same in OpenMetrics and protobuf" {
	kinds kinds.snap
	mlog-prom -f openmetrics kinds.snap >om
	mlog-prom -f protobuf kinds.snap >pb
	reads exemplars om >om.read
	reads exemplars pb >pb.read
	[ "$(wc -l <om.read)" -eq 3 ]
	diff om.read pb.read
}

@test "--created adds samples to OpenMetrics and nothing else" {
	kinds kinds.snap
	mlog-prom -f openmetrics kinds.snap >plain
	mlog-prom -f openmetrics --created kinds.snap >created
	reads openmetrics created >created.read
	reads openmetrics plain | diff - created.read
	run diff plain <(grep -v _created created)
	assert_success
	[ "$(grep -c '_created.* 1795251600.0$' created)" -eq 4 ]
	mlog-prom kinds.snap >text
	mlog-prom --created kinds.snap | cmp - text
}

@test "300 sketches of all scales: classic buckets by their definition" {
	python "$root/tests/readers/sketches.py" 7 snapshot | seal s.snap
	python "$root/tests/readers/sketches.py" 7 classic >want
	mlog-prom s.snap >text
	reads text text | grep h_bucket >got
	[ "$(wc -l <want)" -gt 3000 ]
	diff want got
	mlog-prom -f openmetrics s.snap >om
	reads openmetrics om | grep h_bucket | diff want -
	mlog-prom -f protobuf s.snap >pb
	reads protobuf pb | grep h_bucket | diff want -
}

@test "300 sketches of all scales: native buckets by their definition" {
	python "$root/tests/readers/sketches.py" 8 snapshot | seal s.snap
	python "$root/tests/readers/sketches.py" 8 native >want
	mlog-prom -f protobuf s.snap >pb
	reads native pb >got
	[ "$(wc -l <want)" -gt 200 ]
	diff want got
}

@test "naughty strings as label values come back equal from each reader" {
	suites naughty-strings/blns.json
	python - "$SUITES/naughty-strings/blns.json" <<-'PY' >body
	import json
	import sys
	print('{"@mlog":"snapshot","version":1,'
	      '"time":"2026-11-21T09:24:11Z","resource":{}}')
	print('{"family":"g","type":"gauge","kind":"gauge",'
	      '"rule":"0000000000000001","unit":"","help":""}')
	for i, s in enumerate(json.load(open(sys.argv[1]))):
	    print(json.dumps({"name": "g", "labels": {"i": "%d" % i, "v": s},
	                      "value": i}, separators=(",", ":")))
	PY
	seal s.snap <body
	python - "$SUITES/naughty-strings/blns.json" <<-'PY' >want
	import json
	import sys
	lines = []
	for i, s in enumerate(json.load(open(sys.argv[1]))):
	    labels = {"i": "%d" % i}
	    if s:
	        labels["v"] = s
	    lines.append(json.dumps(["g", labels, repr(float(i))],
	                            sort_keys=True))
	print("\n".join(sorted(lines)))
	PY
	[ "$(wc -l <want)" -eq 515 ]
	forms s.snap
	diff want text.read
	diff want openmetrics.read
	diff want protobuf.read
}

@test "every byte that UTF-8 has in a label value and a help comes back" {
	{
		printf '%s\n' '{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{}}'
		printf '%s\n' '{"family":"g","type":"gauge","kind":"gauge","rule":"0000000000000001","unit":"","help":"a\\b\nc \"d\" \\n"}'
		for i in $(seq 0 127); do
			printf '{"name":"g","labels":{"i":"%03d","v":"<\\u%04x>"},"value":1}\n' "$i" "$i"
		done
	} | seal s.snap
	forms s.snap
	[ "$(wc -l <text.read)" -eq 128 ]
	diff text.read openmetrics.read
	diff text.read protobuf.read
	python -c 'import json
for i, line in enumerate(open("text.read")):
    assert json.loads(line)[1]["v"] == "<%c>" % i, line'
	for form in text openmetrics; do
		python -c 'import sys
from prometheus_client import parser
from prometheus_client.openmetrics import parser as om
text = open(sys.argv[1], newline="\n")
read = om if sys.argv[1] == "openmetrics" else parser
for f in read.text_fd_to_metric_families(text):
    assert f.documentation == "a\\b\nc \"d\" \\n", f.documentation' $form
	done
}

@test "names that meet in one form leave all forms readable" {
	for case in name-collisions escapes; do
		cp "$root/tests/golden/mlog-prom/$case/in" $case.snap
		forms $case.snap
		diff text.read protobuf.read
	done
	seal c.snap <<-'END'
	{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{}}
	{"family":"x","type":"gauge","kind":"gauge","rule":"0000000000000001","unit":"","help":""}
	{"name":"x","labels":{},"value":1}
	{"family":"x_total","type":"counter","kind":"counter","rule":"0000000000000001","unit":"","help":""}
	{"name":"x_total","labels":{},"value":2}
	{"family":"x_created","type":"gauge","kind":"gauge","rule":"0000000000000001","unit":"","help":""}
	{"name":"x_created","labels":{},"value":3}
	END
	forms c.snap --created
	diff text.read protobuf.read
	grep '"x_total"' openmetrics.read
	grep '"x"' openmetrics.read
}

@test "what OpenMetrics forbids is left out there and only there" {
	seal bad.snap <<-'END'
	{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{}}
	{"family":"c","type":"counter","kind":"counter","rule":"0000000000000001","unit":"","help":""}
	{"name":"c","labels":{"n":"1"},"value":-1}
	{"name":"c","labels":{"n":"2"},"value":"NaN"}
	{"name":"c","labels":{"n":"3"},"value":"+Inf"}
	{"family":"h","type":"histogram","kind":"histogram","rule":"0000000000000001","unit":"","help":"","bounds":[-1,1]}
	{"name":"h","labels":{},"count":3,"sum":5,"min":-2,"max":5,"bounds":[-1,1],"counts":[1,1,1]}
	{"family":"n","type":"histogram","kind":"histogram","rule":"0000000000000001","unit":"","help":"","bounds":[1]}
	{"name":"n","labels":{},"count":1,"sum":-5,"min":-5,"max":-5,"bounds":[1],"counts":[1,0]}
	{"family":"s","type":"summary","kind":"summary","rule":"0000000000000001","unit":"","help":""}
	{"name":"s","labels":{},"count":1,"sum":-5,"min":-5,"max":-5,"quantiles":[[0,-5],[0.5,"NaN"]]}
	END
	forms bad.snap
	diff text.read protobuf.read
	[ "$(wc -l <text.read)" -eq 16 ]
	run cat openmetrics.read
	assert_output - <<-'END'
	["c_total", {"n": "3"}, "inf"]
	["h_bucket", {"le": "-1.0"}, "1.0"]
	["h_bucket", {"le": "1.0"}, "2.0"]
	["h_bucket", {"le": "inf"}, "3.0"]
	["n_bucket", {"le": "1.0"}, "1.0"]
	["n_bucket", {"le": "inf"}, "1.0"]
	["s", {"quantile": "0.5"}, "nan"]
	["s_count", {}, "1.0"]
	END
}

@test "--where selects by labels and by name" {
	kinds k.snap
	mlog-prom --where 'agent == "a1"' k.snap | grep -v '^#' >out
	diff out - <<<'cost_total{agent="a1"} 0.75'
	mlog-prom --where 'name like "app_*" and worker != "1"' k.snap |
		grep -v '^#' >out
	diff out - <<-'END'
	app_build_info{version="1.2.3"} 1
	app_state{app_state="busy",worker="2"} 0
	app_state{app_state="idle",worker="2"} 1
	END
	mlog-prom --where 'labels.http.route starts "/" or service.name == "app"' \
		k.snap | grep -c . >out
	[ "$(cat out)" -eq 11 ]
	mlog-prom --where 'not has name' k.snap >out
	[ ! -s out ]
	mlog-prom -f openmetrics --where 'name ~ /nothing/' k.snap >out
	diff out - <<<'# EOF'
}

@test "--where: a level is compared by rank" {
	seal l.snap <<-'END'
	{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{}}
	{"family":"e_total","type":"counter","kind":"counter","rule":"0000000000000001","unit":"","help":""}
	{"name":"e_total","labels":{"level":"error"},"value":1}
	{"name":"e_total","labels":{"level":"info"},"value":2}
	{"name":"e_total","labels":{"level":"odd"},"value":3}
	END
	run bash -c 'mlog-prom --where "level >= \"warn\"" l.snap | grep -v ^#'
	assert_output 'e_total{level="error"} 1'
}

@test "--where: what is no condition is exit 2 and says where" {
	kinds k.snap
	for bad in '' 'org' 'org ==' 'org == "a" b' 'org == "a" or' '1' \
	    $'org == "a"\nor true' 'counter x' $'org == "\xff"' '# org' \
	    'org ~ /(/'; do
		run -2 --separate-stderr mlog-prom --where "$bad" k.snap
		assert_output ""
		[[ $stderr == 'mlog-prom: --where: '* ]]
	done
	run -2 mlog-prom --where 'org = "a"' k.snap
	assert_output --partial 'column 5'
}

two()
{
	seal a.snap <<-'END'
	{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{"host.name":"h","service.name":"a"}}
	{"family":"jobs_total","type":"counter","kind":"counter","rule":"0000000000000001","unit":"","help":"Jobs"}
	{"name":"jobs_total","labels":{"app":"a"},"value":1}
	{"family":"only_a","type":"gauge","kind":"gauge","rule":"0000000000000001","unit":"","help":""}
	{"name":"only_a","labels":{},"value":3}
	END
	seal b.snap <<-'END'
	{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:30:00Z","resource":{"host.name":"h","service.name":"b"}}
	{"family":"jobs_total","type":"counter","kind":"counter","rule":"0000000000000001","unit":"","help":"Other words"}
	{"name":"jobs_total","labels":{"app":"b"},"value":2}
	END
}

@test "several snapshots are shown as one" {
	two
	mlog-prom a.snap b.snap >out
	diff -u - out <<-'END'
	# HELP target_info What the metrics are about
	# TYPE target_info gauge
	target_info{host_name="h"} 1
	# HELP jobs_total Jobs
	# TYPE jobs_total counter
	jobs_total{app="a"} 1
	jobs_total{app="b"} 2
	# HELP mlog_snapshot_up Whether a snapshot is there, whole and fresh
	# TYPE mlog_snapshot_up gauge
	mlog_snapshot_up{file="a.snap"} 1
	mlog_snapshot_up{file="b.snap"} 1
	# TYPE only_a gauge
	only_a 3
	END
	mkdir d
	cp b.snap d/a.snap
	mlog-prom a.snap - <d/a.snap >/dev/null
	mlog-prom a.snap d/a.snap | grep mlog_snapshot_up{ >out
	diff - out <<-'END'
	mlog_snapshot_up{file="a.snap"} 1
	mlog_snapshot_up{file="d/a.snap"} 1
	END
	forms a.snap b.snap
	diff text.read openmetrics.read
	diff text.read protobuf.read
}

@test "what several snapshots count is added up, as --merge does" {
	local rules='counter n by event
gauge newest of x
states jobs key id by status
counter month of x window month
param most = 10
compute used = month / most'

	printf '{"time":"2026-10-2%dT09:00:00Z","event":"%s","id":%s,%s}\n' \
	    0 a 1 '"status":"on","x":1' 1 b 2 '"status":"on","x":2' \
	    2 b 1 '"status":"off","x":4' >events
	head -n 2 events | mlog-agg -e "$rules" >a.snap
	tail -n 1 events | mlog-agg -e "$rules" >b.snap
	mlog-prom a.snap b.snap | grep -v 'mlog_snapshot_up' >out
	mlog-agg -e "$rules" events | mlog-prom | diff - out
	mlog-agg --merge a.snap b.snap | mlog-prom | diff - out
	grep -x 'used 0.7' out
}

@test "one that is missing, damaged or too old does not hide the others" {
	two
	sed 's/"value":2/"value":3/' b.snap >bad.snap
	for gone in no.snap bad.snap; do
		mkdir -p d
		run -0 --separate-stderr mlog-prom d/../$gone a.snap
		assert_line "mlog_snapshot_up{file=\"$gone\"} 0"
		assert_line 'mlog_snapshot_up{file="a.snap"} 1'
		assert_line 'only_a 3'
		assert_line --regexp "^# left out: $gone: the snapshot (is missing|cannot be read)\$"
		[[ $stderr == mlog-prom:*"$gone"* ]]
	done
	run -0 --separate-stderr mlog-prom --max-age 2m \
		--now 2026-11-21T09:31:00Z a.snap b.snap
	assert_line 'mlog_snapshot_up{file="a.snap"} 0'
	assert_line '# left out: a.snap: the snapshot is too old'
	refute_line 'only_a 3'
	run -0 --separate-stderr mlog-prom -f openmetrics no.snap a.snap
	echo "$output" >om
	reads openmetrics om >/dev/null
	run -2 --separate-stderr mlog-prom no.snap bad.snap
	assert_output ""
	[[ $stderr == *no.snap*bad.snap* ]]
}

@test "snapshots that contradict each other are refused by name" {
	two
	sed '/"end"/d; s/"counter"/"gauge"/g' b.snap | seal t.snap
	run -2 --separate-stderr mlog-prom a.snap t.snap
	assert_output ""
	[ "$stderr" = "mlog-prom: t.snap contradicts a.snap: jobs_total is a counter there and a gauge here" ]
	sed '/"end"/d; s/"unit":""/"unit":"s"/' b.snap | seal u.snap
	run -2 mlog-prom a.snap u.snap
	assert_output --partial 'the unit of jobs_total'
	sed '/"end"/d; s/0000000000000001/0000000000000002/' b.snap |
		seal v.snap
	run -2 mlog-prom a.snap v.snap
	assert_output --partial 'the rules of jobs_total differ'
	run -2 mlog-prom a.snap b.snap a.snap
	assert_output 'mlog-prom: a.snap is given twice'
}

@test "names in UTF-8 and their quoting" {
	kinds k.snap
	mlog-prom --names utf-8 k.snap | grep duration >out
	diff -u - out <<-'END'
	# HELP "http.duration_seconds" Time of a request
	# TYPE "http.duration_seconds" histogram
	{"http.duration_seconds_bucket","http.route"="/a",le="0.1"} 1
	{"http.duration_seconds_bucket","http.route"="/a",le="1"} 3
	{"http.duration_seconds_bucket","http.route"="/a",le="10"} 6
	{"http.duration_seconds_bucket","http.route"="/a",le="+Inf"} 6
	{"http.duration_seconds_sum","http.route"="/a"} 12.5
	{"http.duration_seconds_count","http.route"="/a"} 6
	END
	mlog-prom -f protobuf --names utf-8 k.snap >pb
	reads protobuf pb >pb.read
	grep '"http.duration_seconds_sum", {"http.route": "/a"}' pb.read
}

@test "--scope-labels stand on every series" {
	kinds k.snap
	mlog-prom --scope-labels k.snap | grep -v '^#' >out
	[ "$(wc -l <out)" -eq "$(grep -c \
		'otel_scope_name="mlog",otel_scope_version="[0-9.]*"' out)" ]
	forms k.snap --scope-labels
	diff text.read protobuf.read
}
