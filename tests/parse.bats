#!/usr/bin/env bats
# mlog-parse as a user runs it: operands, outputs that fail, refused lines,
# what is kept, and that nothing waits.

load helper

setup()
{
	corpus=$root/tests/corpus
	at_tmp
}

teardown()
{
	stop_all
}

one='{"level":"info","severity":9,"event":"one"}'
two='{"level":"warn","severity":13,"event":"two"}'

@test "a file that is not there is exit 2, and the others are still read" {
	echo "$one" >a
	echo "$two" >b
	run --separate-stderr mlog-parse a nosuch b
	assert_equal "$status" 2
	assert_output "$one
$two"
	assert_equal "$stderr" "mlog-parse: nosuch: No such file or directory"
}

@test "a full disk is exit 2, and said" {
	run --separate-stderr bash -c \
	    "mlog-parse '$corpus/structlog.ndjson' >/dev/full"
	assert_equal "$status" 2
	assert_equal "$stderr" \
	    "mlog-parse: write standard output: No space left on device"
	run --separate-stderr bash -c 'echo x | mlog-parse -q -x /dev/full'
	assert_equal "$status" 2
	[[ $stderr == *"/dev/full: No space left"* ]]
	run -2 bash -c 'mlog-parse --help >/dev/full'
}

@test "a disk that is full is told of before the input ends" {
	local rejects code pid
	mkfifo in
	# In one write: the first line may end the reader.
	printf 'x\n%s\n' "$one" >both
	for rejects in /dev/full refused; do
		{ mlog-parse -q -x "$rejects" in 4>&- || echo $? >code; } \
		    >/dev/full 2>err 3>&- & pid=$!
		exec 4>in
		cat both >&4
		wait "$pid"
		exec 4>&-
		assert_equal "$(cat code)" 2
		grep -q 'No space left on device$' err
	done
}

@test "what cannot be read is exit 2" {
	mkdir folder
	run -2 mlog-parse folder
	assert_output "mlog-parse: read folder: Is a directory"
	echo "$one" >in
	run -2 --separate-stderr bash -c 'mlog-parse in folder in'
	assert_output "$one
$one"
}

@test "a closed output is exit 2" {
	run -2 bash -c "echo '$one' | mlog-parse >&-"
}

@test "a reader that has gone ends it silently" {
	yes "$one" | head -n 200000 >in
	run --separate-stderr bash -c 'set +o pipefail
	    mlog-parse in 2>err | head -n 1
	    echo "${PIPESTATUS[0]}" >code'
	assert_output "$one"
	assert_equal "$(cat code)" 141
	[ ! -s err ]
}

@test "an ignored SIGPIPE still ends it without a word" {
	yes "$one" | head -n 200000 >in
	bash -c 'trap "" PIPE
	    mlog-parse in 2>err | head -n 1 >/dev/null
	    echo "${PIPESTATUS[0]}" >code'
	[ "$(cat code)" -ne 0 ]
	[ ! -s err ]
}

@test "refused lines go to --rejects byte for byte" {
	{
		echo "$one"
		printf 'no json\r\n'
		printf '{"a":\001\377}\n'
		printf '[1,2]\n\n   \n'
		echo "$two"
		printf '{"cut":"of'
	} >in
	mlog-parse -q -x refused in >out
	printf 'no json\r\n{"a":\001\377}\n[1,2]\n{"cut":"of' >want
	cmp want refused
	printf '%s\n' "$one" "$two" | cmp - out
}

@test "lines over --max-line go to --rejects too, the next one is right" {
	{
		echo "$one"
		printf '{"a":"'
		head -c 700000 /dev/zero | tr '\0' y
		printf '"}\n'
		echo "$two"
		printf '{"b":"'
		head -c 300000 /dev/zero | tr '\0' z
	} >in
	run --separate-stderr mlog-parse --max-line 1000 -x refused in
	assert_success
	assert_output "$one
$two"
	[[ $stderr == *"in:2:1001: too_long"*"in:4:1001: too_long"* ]]
	{ sed -n 2p in; tail -n 1 in; } >want
	cmp want refused
	mlog-parse -q --max-line 1M in >out
	[ "$(wc -l <out)" -eq 3 ]
}

@test "a line as long as --max-line is read, one byte more is not" {
	printf '{"a":"%s"}\n' xxxxxxxxxx >in
	mlog-parse --strict --max-line 18 in
	run -1 mlog-parse --strict --max-line 17 in
	run -2 mlog-parse --max-line 0 in
	run -2 mlog-parse --max-line 9X in
}

@test "--invalid says what becomes of a refused line" {
	printf '%s\n' "$one" 'a "word"' "$two" >in
	run --separate-stderr mlog-parse --invalid skip in
	assert_success
	assert_output "$one
$two"
	run --separate-stderr mlog-parse --invalid pass in
	assert_success
	assert_line --index 1 '{"event":"a \"word\""}'
	assert_equal "${#lines[@]}" 3
	run --separate-stderr mlog-parse --invalid fail in
	assert_equal "$status" 2
	assert_output "$one"
	[[ $stderr == *"in:2:1: "* ]]
	run --separate-stderr mlog-parse --invalid fail in in
	assert_equal "$status" 2
	assert_output "$one"
	run -2 mlog-parse --invalid maybe in
}

@test "--strict is exit 1 for a refused line, and lenient in nothing" {
	echo "$one" >good
	mlog-parse --strict good
	printf '%s\n' "$one" 'x' >bad
	run -1 mlog-parse -q --strict bad
	run -0 mlog-parse -q bad
	for line in '{"a":NaN}' '{"a":-Infinity}' '{"a":"\377"}'; do
		printf "$line\n" >in
		run -0 mlog-parse -q in
		assert_output --partial '{"a":'
		run -1 mlog-parse -q --strict in
		assert_output ''
	done
}

@test "ten refused lines are shown, then their number" {
	for i in $(seq 25); do
		echo "bad $i"
	done >in
	run --separate-stderr mlog-parse in
	assert_success
	assert_equal "${#stderr_lines[@]}" 11
	[[ ${stderr_lines[0]} == "mlog-parse: in:1:1: not_json: "* ]]
	[[ ${stderr_lines[9]} == "mlog-parse: in:10:1: "* ]]
	assert_equal "${stderr_lines[10]}" \
	    "mlog-parse: 25 of 25 lines refused: not_json 25"
	run --separate-stderr mlog-parse -q in
	assert_success
	assert_equal "$stderr" ''
}

@test "columns are counted from the beginning of the line" {
	printf '%s\n' "$one" '  {"a":tru}' 'pre {"b":1,}' >in
	run --separate-stderr mlog-parse in
	[[ ${stderr_lines[0]} == *"in:2:8: "* ]]
	[[ ${stderr_lines[1]} == *"in:3:12: "* ]]
}

@test "empty input gives empty output" {
	mlog-parse </dev/null >out
	[ ! -s out ]
	printf '\n\r\n \t\n' | mlog-parse --strict >out
	[ ! -s out ]
}

@test "standard input stands where - does" {
	echo "$one" >a
	echo "$two" | mlog-parse a - a >out
	printf '%s\n' "$one" "$two" "$one" | cmp - out
	echo "$one" | mlog-parse >out
	echo "$one" | cmp - out
	mlog-parse -- a >out
	echo "$one" | cmp - out
}

@test "a last line without newline is a line, of each file" {
	printf '%s' "$one" >a
	mlog-parse a a >out
	printf '%s\n' "$one" "$one" | cmp - out
}

@test "-k keeps nested members under their path, the last of duplicates" {
	{
		printf '{"event":"e","level":"info","a":{"b":{"c":1},'
		printf '"d":[5,{"e":"x"}]},"a.lit":7,"z":1,"dup":1,"dup":2,'
		printf '"q%su0022":3,"k%su0065y":4}\n' '\' '\'
	} >in
	run mlog-parse -k a.b.c in
	assert_output '{"level":"info","severity":9,"event":"e","a.b.c":1}'
	run mlog-parse -k a.d.1.e,z in
	assert_output --partial '"event":"e","a.d.1.e":"x","z":1}'
	run mlog-parse -k a.lit in
	assert_output '{"level":"info","severity":9,"event":"e","a.lit":7}'
	run mlog-parse -k key in
	assert_output --partial ':4}'
	run mlog-parse -k dup in
	assert_equal "$(jq .dup <<<"$output")" 2
	run mlog-parse -k nosuch in
	assert_output '{"level":"info","severity":9,"event":"e"}'
	run mlog-parse -k 'a, z' in
	assert_equal "$(jq -c '[.a.b.c, .z]' <<<"$output")" '[1,1]'
}

@test "-k keeps paths into members that go by another name" {
	{
		echo '{"ts":1,"level":"info","msg":"m","event":{"n":5,"l":[0,' \
		    '{"z":"\u0071"}]}}'
		echo '{"ts":1,"level":"info","msg":"m","event":{"n":6},' \
		    '"event_":{"n":7}}'
		echo '{"ts":1,"level":"info","msg":"m","event":{"n":8},' \
		    '"event_.n":9}'
		echo '{"ts":1,"level":"info","msg":"m","event":"no object"}'
		echo '{"log":"{\"msg\":\"m\",\"attrs\":{\"a\":2}}\n",' \
		    '"stream":"stdout","time":"2026-01-01T00:00:00Z",' \
		    '"attrs":{"a":3,"b":{"c":4}}}'
	} >in
	local keep=event.n,event_.n,event_.l.1.z,event__.n,attrs_.a,attrs_.b.c,attrs.b.c
	mlog-parse in >whole
	mlog-parse -k $keep in >got
	# The whole event, read again, says what each path is.
	mlog-parse -k $keep whole | cmp got -
	run jq -c 'del(.time, .level, .severity, .event, .logger)' got
	assert_line -n 0 '{"event_.n":5,"event_.l.1.z":"q"}'
	assert_line -n 1 '{"event__.n":6,"event_.n":7}'
	assert_line -n 2 '{"event_.n":9}'
	assert_line -n 3 '{}'
	assert_line -n 4 '{"attrs_.a":3,"attrs_.b.c":4}'
}

@test "-k keeps of a record what it keeps of the whole event" {
	local seed
	for seed in 1 2 3; do
		python3 "$root/tests/oracle/keep.py" $seed 2000 >all
		sed 1d all >in
		mlog-parse -q -k "$(head -n 1 all)" in | jq -cS 'del(.observed)' >got
		mlog-parse -q in | mlog-parse -q -k "$(head -n 1 all)" |
			jq -cS 'del(.observed)' >want
		[ "$(wc -l <got)" = 2000 ]
		diff want got
	done
}

@test "-k equals what jq takes of the same lines" {
	cat "$corpus"/structlog.ndjson >in
	mlog-parse -k tokens.input,cost,exception.0.exc_type in |
		jq -c '[.["tokens.input"], .cost, .["exception.0.exc_type"]]' \
		>got
	jq -c '[.tokens.input, .cost, .exception[0].exc_type]' in >want
	cmp want got
}

@test "-r keeps what the rules read, and no more" {
	cat >app.rules <<-'RULES'
	counter c of cost by model
	        where event == "llm.call" and tokens.input > 5
	gauge g of latency_ms by k = `odd key`
	label model = lower(provider)
	RULES
	mlog-parse -r app.rules "$corpus"/structlog.ndjson >few
	mlog-parse "$corpus"/structlog.ndjson >whole
	run jq -r 'keys_unsorted[]' few
	refute_line task_id
	refute_line tool_name
	assert_line cost
	for f in few whole; do
		mlog-agg -r app.rules --no-own $f >$f.snap
	done
	cmp few.snap whole.snap
	run -2 mlog-parse -r nosuch.rules few
	echo 'counter' >bad.rules
	run -2 mlog-parse -r bad.rules few
}

@test "-k and -r keep both" {
	mlog-parse -k agent_id -r <(echo 'counter n by status') \
	    "$corpus"/structlog.ndjson >out
	run jq -r 'select(.event == "task.started") | keys_unsorted[]' out
	assert_line agent_id
	assert_line status
	refute_line task_id
}

@test "values pass through in their own spelling" {
	for f in "$corpus"/*.ndjson; do
		mlog-parse --strict "$f" >out
		[ "$(wc -l <out)" -eq "$(wc -l <"$f")" ]
	done
	run mlog-parse "$corpus"/generic.ndjson
	assert_line --partial \
	    '"n":18446744073709551616,"tiny":1e-400,"big":1e400,"z":-0.0'
	assert_line --partial \
	    '"a":1,"a":2,"\u0061":3,"nested":{"k":[true,false,null]}}'
}

@test "parsing events again is the identity on the corpus" {
	for f in "$corpus"/*; do
		mlog-parse -q "$f" >once
		mlog-parse once >twice
		cmp once twice
		[ -s once ]
	done
}

@test "an event comes out of a fifo although its writer stays" {
	mkfifo in
	later mlog-parse in >out
	exec 9>in
	echo "$one" >&9
	wait_for 5 grep -q one out
	printf '%s' "${two:0:10}" >&9
	sleep 0.2
	[ "$(wc -l <out)" -eq 1 ]
	printf '%s\n' "${two:10}" >&9
	wait_for 5 grep -q two out
	exec 9>&-
	printf '%s\n' "$one" "$two" | cmp - out
}

@test "a slow pipeline of filters does not lag" {
	mkfifo in
	later bash -c 'exec 9>&-; mlog-parse <in | mlog-parse >out'
	exec 9>in
	echo "$one" >&9
	wait_for 5 grep -q one out
	exec 9>&-
}

@test "a .gz is read as what it unpacks to, from a file and a pipe" {
	mlog-parse -q "$corpus"/* >want
	for f in "$corpus"/*; do
		gzip -c "$f" >"$(basename "$f").gz"
	done
	mlog-parse -q ./*.gz >got
	cmp want got
	# Members one after the other, as split rotations leave them; zeros.
	cat ./*.gz >all.gz
	head -c 1000 /dev/zero >>all.gz
	mlog-parse -q all.gz >got
	cmp want got
	mlog-parse -q <all.gz >got
	cmp want got
	# A byte at a time: the magic bytes come apart.
	python3 -c 'import sys, time
for b in open("pino.ndjson.gz", "rb").read():
    sys.stdout.buffer.write(bytes([b]))
    sys.stdout.flush()' | mlog-parse -q >got
	mlog-parse -q "$corpus"/pino.ndjson | cmp - got
	# No .gz by its contents, whatever its name.
	cp "$corpus"/pino.ndjson named.gz
	mlog-parse -q named.gz | cmp - got
	gzip -c </dev/null | mlog-parse >none
	[ ! -s none ]
}

@test "a large .gz comes out whole" {
	gen-synthorg -n 20000 >big
	gzip -1 -c big >big.gz
	mlog-parse -q big >want
	mlog-parse -q big.gz >got
	cmp want got
	[ "$(wc -l <got)" -gt 15000 ]
}

@test "a .gz that is cut short or damaged gives what was whole, then exit 2" {
	yes "$one" | head -n 50000 | awk '{ sub(/}/, ",\"n\":" NR "}") } 1' >in
	gzip -1 -c in >in.gz
	head -c 50000 in.gz >cut.gz
	run --separate-stderr bash -c \
	    "echo '$two' | mlog-parse cut.gz - >out"
	assert_equal "$status" 2
	assert_equal "$stderr" "mlog-parse: cut.gz: the gzip data is cut short"
	n=$(($(wc -l <out) - 1))
	[ "$n" -gt 1000 ]
	mlog-parse in | head -n "$n" | cmp - <(head -n "$n" out)
	assert_equal "$(tail -n 1 out)" "$two"
	{
		head -c 50000 in.gz
		printf '\377\377\377\377\377\377\377\377'
		tail -c +50009 in.gz
	} >bad.gz
	run --separate-stderr bash -c 'mlog-parse -q bad.gz >out'
	assert_equal "$status" 2
	[[ $stderr == "mlog-parse: bad.gz: the gzip data is damaged"* ]]
	[ "$(wc -l <out)" -gt 1000 ]
	{ gzip -c in; echo garbage; } >more.gz
	run --separate-stderr bash -c 'mlog-parse more.gz | wc -l'
	assert_output 50000
	[[ $stderr == *"more.gz: something follows the gzip data"* ]]
	printf '\037\213' | run -2 mlog-parse
	printf '\037' | run -0 mlog-parse
}

@test "an event comes out of a packed pipe although its writer stays" {
	mkfifo in
	later mlog-parse in >out
	exec 9>in
	python3 -c 'import sys, zlib
z = zlib.compressobj(wbits=31)
sys.stdout.buffer.write(z.compress(sys.stdin.buffer.read())
    + z.flush(zlib.Z_SYNC_FLUSH))' <<<"$one" >&9
	wait_for 5 grep -q one out
	exec 9>&-
}

@test "UTF-16 is said once, and exit 2" {
	for enc in UTF-16 UTF-16LE UTF-16BE; do
		yes "$one" | head -n 1000 | iconv -f UTF-8 -t $enc >wide
		run --separate-stderr mlog-parse wide - <<<"$two"
		assert_equal "$status" 2
		assert_output "$two"
		assert_equal "${#stderr_lines[@]}" 1
		[[ $stderr == "mlog-parse: wide: "*"looks like UTF-16"* ]]
	done
	gzip wide
	run -2 mlog-parse wide.gz
	assert_output --partial "wide.gz: this looks like UTF-16"
}

@test "a quoted pattern stands for the files that match it" {
	mkdir logs
	echo "$one" >logs/app.log
	echo "$two" | gzip -c >logs/app.log.1.gz
	echo "$two" >logs/other
	run mlog-parse 'logs/app.log*'
	assert_success
	assert_output "$one
$two"
	run mlog-parse 'logs/[ao]*.log' -
	assert_output "$one"
	# A file of that very name is meant, not the pattern.
	echo "$two" >'logs/*.log'
	run mlog-parse 'logs/*.log'
	assert_output "$two"
	run --separate-stderr mlog-parse 'logs/none*' logs/app.log
	assert_equal "$status" 2
	assert_output "$one"
	assert_equal "$stderr" \
	    "mlog-parse: logs/none*: No such file or directory"
}

# joined PIECES BYTES: a container's line of so many pieces of so many bytes.
joined()
{
	awk -v n="$1" -v len="$2" 'BEGIN {
		for (s = "x"; length(s) < len; s = s s)
			;
		s = substr(s, 1, len)
		for (i = 1; i <= n; i++)
			print "2026-11-21T09:24:13Z stdout " \
			    (i < n ? "P" : "F") " " s
	}'
}

@test "a joined line is limited, and refused with all its pieces" {
	joined 10 100 >ten
	run --separate-stderr mlog-parse --max-line 1000 ten
	assert_equal "${#lines[@]}" 1
	assert_equal "$(jq '.event | length' <<<"$output")" 1000
	assert_equal "$stderr" ''
	{ echo "$one"; joined 11 100; echo "$two"; joined 11 100; } >in
	run --separate-stderr mlog-parse --max-line 1000 -x refused in
	assert_success
	assert_output "$one
$two"
	assert_equal "${#stderr_lines[@]}" 3
	[[ ${stderr_lines[0]} == "mlog-parse: in:2:1001: too_long: "*joined* ]]
	[[ ${stderr_lines[1]} == "mlog-parse: in:14:1001: too_long: "* ]]
	grep -v event in | cmp - refused
	# One piece that is too long spoils its line, and no other.
	{ joined 2 10 | head -n 1; joined 2 2000; echo "$two"
	    joined 3 10; } >in
	run --separate-stderr mlog-parse --max-line 1000 -x refused in
	assert_line --index 0 "$two"
	assert_equal "$(jq -r .event <<<"${lines[1]}")" "$(printf 'x%.0s' {1..30})"
	assert_equal "${#lines[@]}" 2
	[[ $stderr == *"in:1:1001: too_long"* ]]
	assert_equal "$(wc -l <refused)" 3
}

@test "a joined line without end is held in bounded memory" {
	{
		joined 70000 1000 | sed '$d'
		echo "2026-11-21T09:24:13Z stdout F end"
		echo "$one"
	} >in
	timed usage 'mlog-parse -q in >out'
	echo "$one" | cmp - out
	read -r _ _ kib <usage
	[ "$kib" -lt "$(bound 16384)" ]
	# Pieces without text are limited by their number.
	run --separate-stderr bash -c 'awk "BEGIN { for (i = 0; i < 70000; i++)
	    print \"2026-11-21T09:24:13Z stdout P \" }" | mlog-parse'
	assert_output ''
	[[ $stderr == *"too_long 1"* ]]
}

@test "joined lines interleave, and end where their input does" {
	cat >a <<-'EOF'
	2026-11-21T09:24:01Z stdout P {"event":
	2026-11-21T09:24:02Z stderr P one
	2026-11-21T09:24:03Z stdout P "o"
	2026-11-21T09:24:04Z stderr F  two
	2026-11-21T09:24:05Z stderr P three
	2026-11-21T09:24:06Z stdout F }
	EOF
	run --separate-stderr mlog-parse a - a <<<"2026-11-21T09:24:07Z stderr F four"
	assert_success
	jq -c '[.time[17:19], .event, .stream]' <<<"$output" >got
	cat >want <<-'EOF'
	["02","one two","stderr"]
	["01","o","stdout"]
	["05","three","stderr"]
	["07","four","stderr"]
	["02","one two","stderr"]
	["01","o","stdout"]
	["05","three","stderr"]
	EOF
	diff want got
	[[ $stderr == *"2 lines with no end"* ]]
	# Cut short, a .gz gives what it has of them too.
	gzip -c a | head -c -8 >a.gz
	run --separate-stderr mlog-parse a.gz
	assert_equal "$status" 2
	assert_line --index 2 --partial '"event":"three"'
	[[ $stderr == *"cut short"* ]]
}

@test "a line of several records is taken whole or refused whole" {
	printf '%s\n' "$one$two" "$one {\"x\":" "[$one,$two]" "[$one,1]" \
	    "[$one,{]" "$two" >in
	run --separate-stderr mlog-parse -v -x refused in
	assert_output "$one
$two
$one
$two
$two"
	[[ $stderr == *"3 of 6 lines refused: not_json 2, not_an_object 1"* ]]
	[[ $stderr == *"6 lines, 5 events"* ]]
	sed -n '2p;4,5p' in | cmp - refused
}

@test "--multiline reads what was printed for people as if it were not" {
	for f in "$corpus"/structlog.ndjson "$corpus"/pino.ndjson; do
		jq -c . "$f" | mlog-parse >want
		jq . "$f" | mlog-parse --multiline >got
		cmp want got
		jq --tab -s . "$f" | mlog-parse --multiline --strict >got
		cmp want got
		jq . "$f" | sed 's/$/\r/' | mlog-parse --multiline >got
		cmp want got
		jq . "$f" | tr -d '\n' | mlog-parse --multiline >got
		cmp want got
		python3 -c 'import json, sys
json.dump([json.loads(line) for line in sys.stdin], sys.stdout, indent=0,
    ensure_ascii=False)' <"$f" | mlog-parse --multiline | jq -cS . >got
		jq -cS . want | cmp - got
		mlog-parse --multiline "$f" >got
		mlog-parse "$f" | cmp - got
	done
}

@test "--multiline goes on behind each place where a text is cut" {
	jq . "$corpus"/structlog.ndjson | sed '/^}$/q' >text
	for nth in $(seq $(($(wc -l <text) - 1))); do
		{ echo "$one"; head -n "$nth" text; echo "$two"; echo "$one"; } \
		    >in
		run --separate-stderr mlog-parse --multiline -x refused in
		assert_success
		assert_output "$one
$two
$one"
		[[ $stderr == *"in:2:1: not_json: "*"1 of "* ]]
		head -n "$nth" text | cmp - refused
		# And so among the elements of an array.
		{ echo '['; sed 's/^/  /' text; echo '  ,'
		    head -n "$nth" text | sed 's/^/  /'
		    sed 's/^/  /' text; echo ']'; echo "$two"; } >in
		run --separate-stderr mlog-parse -v --multiline in
		assert_equal "${#lines[@]}" 3
		assert_equal "${lines[0]}" "${lines[1]}"
		assert_equal "${lines[2]}" "$two"
	done
}

@test "--multiline holds one record of an array in memory, no more" {
	{
		echo '['
		yes "  {
    \"event\": \"e\",
    \"list\": [ 1,
      2 ]
  }," | head -n 1000000
		printf '  { "a": "'
		head -c 900000 /dev/zero | tr '\0' y
		printf '",\n    "b": "'
		head -c 900000 /dev/zero | tr '\0' y
		printf '" },\n  {}\n]\n'
	} >in
	timed usage 'mlog-parse --multiline -x refused in >out 2>err'
	[ "$(wc -l <out)" -eq 200001 ]
	grep -q 'in:1000002:3: too_long: ' err
	grep -q '1 of .* lines refused: too_long 1$' err
	assert_equal "$(wc -c <refused)" 1800025
	read -r _ _ kib <usage
	[ "$kib" -lt "$(bound 16384)" ]
}

@test "--multiline says where in a record the damage is" {
	printf '{\n "a": 1,\n "b": tru\n}\n[ 1,\n  {"a": [}]\n' >in
	run --separate-stderr mlog-parse --multiline in
	[[ ${stderr_lines[0]} == *"in:3:7: not_json: this is no JSON value" ]]
	[[ ${stderr_lines[1]} == *"in:5:3: not_an_object: "* ]]
	[[ ${stderr_lines[2]} == *"in:6:3: not_json: "* ]]
	run -2 mlog-parse --multiline --invalid fail in
	assert_output --partial "in:3:7: this is no JSON value"
	run -0 mlog-parse -q --multiline --invalid pass in
	assert_line --index 0 '{"event":"{\n \"a\": 1,\n \"b\": tru\n}"}'
}

@test "an unknown scanner is exit 2, the portable one gives the same" {
	run --separate-stderr env MLOG_SCAN=nosuch mlog-parse /dev/null
	assert_equal "$status" 2
	[[ $stderr == *'no kernel "nosuch"'*scalar* ]]
	mlog-parse -q "$corpus"/* >want
	MLOG_SCAN=scalar mlog-parse -q "$corpus"/* >got
	cmp want got
}

@test "a line of 64 MiB, or 1 GiB, is refused in 8 MB" {
	local size=67108864 c kib
	[ -z "${LONG:-}" ] || size=1073741824
	for c in x '{' '"' '\\' '\0'; do
		rm -f usage
		{
			printf '{"a":"'
			head -c $size /dev/zero | tr '\0' "$c"
			printf '\n%s\n' "$one"
		} | timed usage 'mlog-parse >out 2>err'
		echo "$one" | cmp - out
		grep -q ':1:1048577: too_long' err
		read -r _ _ kib <usage
		echo "# peak memory with $c: $kib KiB" >&3
		[ "$kib" -lt "$(bound 8192)" ]
	done
	rm usage
	{
		head -c $size /dev/zero | tr '\0' '['
		printf '\n%s\n' "$one"
	} | timed usage 'mlog-parse --multiline -x refused >out 2>err'
	echo "$one" | cmp - out
	[ "$(wc -c <refused)" -eq $((size + 1)) ]
	read -r _ _ kib <usage
	[ "$kib" -lt "$(bound 8192)" ]
}

@test "a million levels are refused wherever they stand, and not a crash" {
	local deep
	{
		head -c 1000000 /dev/zero | tr '\0' '['
		head -c 1000000 /dev/zero | tr '\0' ']'
	} >deep
	head -c 1000000 /dev/zero | tr '\0' '{' >curly
	deep=$(cat deep)
	{
		printf '{"a":%s}\n' "$deep"
		printf '%s\n' "$deep"
		printf '[{"a":%s}]\n' "$deep"
		printf '{"x":1}{"a":%s}\n' "$deep"
		cat curly
		printf '\npre {"a":%s}\n%s\n' "$deep" "$one"
	} >in
	run --separate-stderr mlog-parse --max-line 3M in
	assert_success
	assert_output "$one"
	[[ $stderr == *"nested too deep"*"6 of 7 lines refused"* ]]
	mlog-parse -q --multiline --max-line 3M in >out
	echo "$one" | cmp - out
	# In a wrapper it is text.
	{
		printf '2026-11-21T09:24:13Z stdout F {"a":%s}\n' "$deep"
		echo "$two"
	} >in
	run --separate-stderr mlog-parse --max-line 3M in
	assert_line --index 0 --partial '"event":"{\"a\":[[['
	assert_line --index 1 "$two"
	[[ $stderr == *"damaged JSON in a wrapper"* ]]
	# As deep as it may be, and one more.
	for n in 1023 1024; do
		printf '{"a":%s%s}\n' "$(head -c $n deep)" "$(tail -c $n deep)"
	done >in
	run --separate-stderr mlog-parse in
	assert_equal "${#lines[@]}" 1
	[[ $stderr == *"in:2:1029: not_json: nested too deep"* ]]
}

# members N [MORE]: a record of so many members, and more.
members()
{
	python3 -c 'import sys
print("{" + ",".join("\"k%d\":%d" % (i, i) for i in range(int(sys.argv[1])))
    + sys.argv[2] + "}")' "$1" "${2-}"
}

@test "a record has at most 16384 members, a million are refused" {
	members 16383 ',"event":"x"' >in
	mlog-parse in >out
	{ printf '{"event":"x",'; sed 's/^{//; s/,"event":"x"//' in; } |
		cmp - out
	run mlog-parse -k k16382 in
	assert_output '{"event":"x","k16382":16382}'
	{
		members 16385
		members 1000000
		members 16385 | sed 's/^/2026-11-21T09:24:13Z stdout F /'
		members 16385 ',"log":"{}\n","stream":"stdout",
		    "time":"2026-11-21T09:24:11Z"' | tr -d '\n'
		printf '\n{"a":1}'
		members 16385
		echo "$two"
	} >in
	timed usage 'mlog-parse --max-line 64M in >out 2>err'
	echo "$two" | cmp - out
	grep -q '5 of 6 lines refused: too_many_members 5$' err
	read -r _ _ kib <usage
	# The line itself and its index; not what its members would need.
	[ "$kib" -lt "$(bound 131072)" ]
}

@test "members of a wrapper are renamed, up to 64" {
	jq -cRn '{log: ([range(64) | {key: "k\(.)", value: .}] +
	    [range(16000) | {key: "n\(.)", value: .}] | from_entries |
	    tojson), "__REALTIME_TIMESTAMP": "1795253051000000"}
	    + ([range(64) | {key: "k\(.)", value: -.}] | from_entries) |
	    .MESSAGE = .log | del(.log)' >in
	run mlog-parse in
	assert_success
	assert_equal "$(jq -c '[.k7, .k7_, .k63_, .n15999]' <<<"$output")" \
	    '[7,-7,-63,15999]'
	sed 's/}$/,"n1":0}/' in >one_more
	run -1 mlog-parse --strict one_more
	assert_line --partial too_many_members
}

@test "numbers pass in their own spelling, however long" {
	{
		printf '{"n":'
		printf '9%.0s' {1..400}
		printf ',"e":1e400,"z":-0.0,"tiny":1E-0000400,"u":12345678901234567890,'
		printf '"f":0.1000000000000000055511151231257827021181583404541015625}\n'
	} >in
	mlog-parse --strict in | cmp in -
	sed 's/^/2026-11-21T09:24:13Z stdout F /' in | mlog-parse |
		sed 's/^{"time":"2026-11-21T09:24:13Z",/{/
		    s/,"stream":"stdout"}$/}/' | cmp in -
	printf '%s\n' '{"a":01}' '{"a":+1}' '{"a":.5}' '{"a":1.}' '{"a":0x1}' \
	    '{"a":-NaN}' '{"a":nan}' '{"a":Inf}' '{"a":1e}' >in
	run --separate-stderr mlog-parse -v in
	assert_output ''
	[[ $stderr == *"9 of 9 lines refused: not_json 9"* ]]
}

@test "NULs: a line of them is refused, before a record they are dropped" {
	{
		echo "$one"
		head -c 4096 /dev/zero
		printf '%s\n' "$two"
		head -c 100000 /dev/zero
		printf '\n{"a":"\0"}\n{\0"a":1}\n'
		head -c 4096 /dev/zero
	} >in
	run --separate-stderr mlog-parse -x refused in
	assert_output "$one
$two"
	[[ ${stderr_lines[0]} == *"in:3:1: not_json: "* ]]
	[[ ${stderr_lines[1]} == *"in:4:7: not_json: a control character"* ]]
	[[ ${stderr_lines[2]} == *"in:5:2: not_json: "* ]]
	[[ ${stderr_lines[3]} == *"in:6:1: not_json: "* ]]
	[[ $stderr == *"1 line with NULs in front, left out"* ]]
	tail -n +3 in | cmp - refused
	run -1 mlog-parse --strict in
	assert_line --partial '5 of 6 lines refused'
}

@test "a file that fails while it is read is exit 2, the next one is read" {
	echo "$one" >a
	run --separate-stderr mlog-parse a/b a
	assert_equal "$status" 2
	assert_output "$one"
	assert_equal "$stderr" "mlog-parse: a/b: Not a directory"
	mkdir dir
	run --separate-stderr mlog-parse dir a
	assert_equal "$status" 2
	assert_output "$one"
	assert_equal "$stderr" "mlog-parse: read dir: Is a directory"
	cp a closed
	chmod 0 closed
	run --separate-stderr humble mlog-parse closed a
	assert_equal "$status" 2
	assert_equal "$stderr" "mlog-parse: closed: Permission denied"
}

@test "many members of one name are bounded work" {
	{
		printf '{"event":"x"'
		for i in $(seq 16000); do printf ',"a%d":%d' "$i" "$i"; done
		for i in $(seq 60); do printf ',"time":%d' "$i"; done
		printf '}\n'
	} >in
	timeout 10 mlog-parse in >out
	[ "$(wc -l <out)" -eq 1 ]
	jq -e . out >/dev/null
}

# script(1) gives the command a terminal; "slowly" takes longer than a second.
on_terminal()
{
	local slowly="printf '{}\n'; sleep 1.2; printf '{}\n'; sleep 0.1"

	script -qec "($slowly) | $1 >/dev/null" typescript >shown
}

@test "where no terminal is nothing shows how far it has come" {
	(printf '{}\n'; sleep 1.2; printf '{}\n') | mlog-parse >/dev/null 2>err
	[ ! -s err ]
}

@test "on a terminal a line shows how far it has come, and goes again" {
	script -qec true typescript >shown 2>&1 ||
		impossible "no pseudo-terminal"
	on_terminal mlog-parse
	grep -q 'lines, [0-9.]* MB/s' shown
	tail -c 4 shown | grep -q "$(printf '\033')\[K"
	on_terminal 'mlog-parse -q'
	run ! grep -q MB/s shown
	on_terminal "mlog-agg -e 'counter n'"
	grep -q 'lines, [0-9.]* MB/s' shown
}
