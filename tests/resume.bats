#!/usr/bin/env bats
# mlog-parse --resume and --follow: each line once, however a log is rotated
# between two runs or during one.

load helper

setup()
{
	at_tmp
	n=0
}

teardown()
{
	stop_all
}

# put FILE COUNT: appends so many numbered lines.
put()
{
	local i

	for ((i = 0; i < $2; i++)); do
		n=$((n + 1))
		echo "{\"event\":\"e\",\"n\":$n}" >>"$1"
	done
}

# step OPERAND...: a run, and its commit; sets $got to the numbers it read,
# $code, and leaves messages in err.
step()
{
	code=0
	mlog-parse --resume S "$@" >stream 2>err || code=$?
	mlog-agg -e 'counter n' --state S <stream
	got=$(jq -r 'select(has("@mlog") | not) | .n' stream | paste -sd ' ')
}

# expect NUMBERS OPERAND...
expect()
{
	local want=$1

	shift
	step "$@"
	assert_equal "$got" "$want"
	assert_equal "$code" 0
}

quiet()
{
	[ ! -s err ] || fail "$(cat err)"
}

# positions: what the state knows: name, offset, open or closed.
positions()
{
	jq -r 'select(.["@mlog"] == "input") |
	    "\(.input) \(.offset) \(.open)"' S
}

@test "a run goes on where the last one stopped" {
	put a.log 3
	expect "1 2 3" a.log
	expect "" a.log
	put a.log 2
	expect "4 5" a.log
	quiet
}

@test "the marks: which state, how far, how much, and the end" {
	put a.log 2
	echo 'no json' >>a.log
	step a.log
	run jq -c 'select(has("@mlog")) | del(.inputs[]?.dev, .inputs[]?.ino,
	    .inputs[]?.mtime)' stream
	hash=$(head -c 48 a.log | xxh64sum | cut -d ' ' -f 1)
	assert_output "$(cat <<-END
	{"@mlog":"begin","version":1,"generation":0,"state":""}
	{"@mlog":"pos","inputs":[{"input":"a.log","offset":48,"size":48,"open":true,"head":"$hash","tail":"$hash"}],"lines":3,"rejected":{"not_json":1}}
	{"@mlog":"end"}
	END
	)"
	run jq -r '.inputs[]? | "\(.dev) \(.ino)"' stream
	assert_output "$(stat -c '%d %i' a.log)"
	sum=$(jq -r 'select(.["@mlog"] == "end") | .xxh64' S)
	step a.log
	run head -n 1 stream
	assert_output "{\"@mlog\":\"begin\",\"version\":1,\"generation\":1,\"state\":\"$sum\"}"
}

@test "hashes are of the first 1024 and the last 256 bytes" {
	put a.log 100
	step a.log
	run jq -r '.inputs[]? | "\(.head) \(.tail)"' stream
	assert_output "$(head -c 1024 a.log | xxh64sum | cut -d ' ' -f 1) $(
	    tail -c 256 a.log | xxh64sum | cut -d ' ' -f 1)"
}

@test "a line is taken when its newline is there" {
	put a.log 1
	printf '{"event":"e","n":' >>a.log
	expect 1 a.log
	expect "" a.log
	echo '7}' >>a.log
	expect 7 a.log
	quiet
}

@test "a rotated file is read to its end, and then the new one" {
	put a.log 2
	expect "1 2" 'a.log*'
	put a.log 2
	mv a.log a.log.1
	put a.log 2
	expect "3 4 5 6" 'a.log*'
	run positions
	assert_output "a.log 40 true
a.log.1 80 false"
	expect "" 'a.log*'
	quiet
}

@test "several rotations between two runs" {
	put a.log 1
	expect 1 'a.log*'
	for i in 3 2 1; do
		put a.log 2
		mv a.log a.log.$i
	done
	put a.log 1
	expect "2 3 4 5 6 7 8" 'a.log*'
	quiet
}

@test "dates in names, the oldest first" {
	for day in 2026-11-19 20261120 20261121-1795253051; do
		put a.log 1
		mv a.log "a.log-$day"
	done
	put a.log 1
	gzip a.log-20261120
	expect "1 2 3 4" 'a.log*'
	expect "" 'a.log*'
	quiet
}

@test "a rotated file that is packed is the same" {
	put a.log 2
	expect "1 2" 'a.log*'
	put a.log 2
	mv a.log a.log.1
	gzip a.log.1
	put a.log 1
	expect "3 4 5" 'a.log*'
	mv a.log.1.gz a.log.2.gz
	mv a.log a.log.1
	gzip a.log.1
	expect "" 'a.log*'
	quiet
}

@test "a packed file in the inode of what it was made of" {
	put a.log 200
	expect "$(seq -s ' ' 200)" 'a.log*'
	mv a.log a.log.1
	put a.log.1 2
	gzip -c a.log.1 >x
	cat x >a.log.1
	mv a.log.1 a.log.1.gz
	rm x
	put a.log 1
	expect "201 202 203" 'a.log*'
	expect "" 'a.log*'
	quiet
}

@test "an old packed file is not opened again" {
	put a.log 2
	gzip -c a.log >a.log.1.gz
	: >a.log
	expect "1 2" 'a.log*'
	# The same size and time, but not the same any more: nobody looks.
	touch -r a.log.1.gz time
	head -c "$(stat -c %s a.log.1.gz)" /dev/zero >x
	cat x >a.log.1.gz
	rm x
	touch -r time a.log.1.gz
	expect "" 'a.log*'
	quiet
}

@test "a packed file that is cut short is not there yet" {
	put a.log 3000
	expect "$(seq -s ' ' 3000)" 'a.log*'
	mv a.log a.log.1
	put a.log 1
	gzip -c a.log.1 >whole.gz
	head -c 2000 whole.gz >a.log.1.gz
	expect 3001 'a.log*'
	cat whole.gz >a.log.1.gz
	expect "" 'a.log*'
	rm a.log.1
	expect "" 'a.log*'
	quiet
	run positions
	assert_output "a.log 23 true
a.log.1.gz $(gzip -dc whole.gz | wc -c) false"
}

@test "one that is cut short and all there is, is read as it grows" {
	put x 3000
	gzip -c x >whole.gz
	head -c 2000 whole.gz >a.log.1.gz
	step a.log.1.gz
	quiet
	first=$got
	[ -n "$first" ]
	step a.log.1.gz
	assert_equal "$got" ""
	cat whole.gz >a.log.1.gz
	step a.log.1.gz
	assert_equal "$first $got" "$(seq -s ' ' 3000)"
	run positions
	assert_output "a.log.1.gz $(wc -c <x) false"
}

@test "a file that is copied and cut (copytruncate)" {
	put a.log 3
	expect "1 2 3" 'a.log*'
	put a.log 2
	# Half of the copy is there, then all of it, then the file is cut.
	head -c 50 a.log >a.log.1
	expect "4 5" 'a.log*'
	put a.log 1
	cp a.log a.log.1
	expect 6 'a.log*'
	put a.log 1
	cp a.log a.log.1
	: >a.log
	expect 7 'a.log*'
	put a.log 2
	expect "8 9" 'a.log*'
	quiet
	run positions
	assert_output "a.log 40 true
a.log.1 140 false"
}

@test "a file that was cut, and is longer than it was already" {
	put a.log 100
	expect "$(seq -s ' ' 100)" 'a.log*'
	put a.log 1
	cp a.log a.log.1
	: >a.log
	put a.log 200
	expect "$(seq -s ' ' 101 301)" 'a.log*'
	quiet
}

@test "a copy that got less than was read" {
	put a.log 100
	cp a.log a.log.1
	put a.log 2
	expect "$(seq -s ' ' 102)" 'a.log*'
	: >a.log
	put a.log 1
	expect 103 'a.log*'
	expect "" 'a.log*'
	quiet
}

@test "a copy beside its original is left alone, a like file is not" {
	put a.log 3
	cp a.log a.log.bak
	gzip -c a.log >a.log.1.gz
	expect "1 2 3" 'a.log*'
	expect "" 'a.log*'
	# As the log begins, but another log.
	cp a.log a1.log
	expect "1 2 3" 'a*.log'
	# As the log begins, but another log, and another line behind it.
	cp a.log b.log
	expect "1 2 3" 'a.log*' b.log
	head -n 2 a.log >a.log.7
	put a.log.7 1
	expect "1 2 4" 'a.log*' b.log
	quiet
}

@test "a log that begins as its rotated file does" {
	echo '{"event":"e","n":1}' >a.log
	expect 1 'a.log*'
	mv a.log a.log.1
	echo '{"event":"e","n":1}' >a.log
	expect 1 'a.log*'
	expect "" 'a.log*'
	quiet
}

@test "what is lost is told once, and counted" {
	put a.log 2
	expect "1 2" 'a.log*'
	rm a.log
	put a.log 1
	expect 3 'a.log*'
	run cat err
	assert_output "mlog-parse: a.log: gone, or cut, after its first 40 bytes were read; what followed is lost"
	run jq -c '.inputs[]? | [.input, .gone, .lost, .offset]' stream
	assert_output '["a.log",true,true,null]
["a.log",null,null,20]'
	run jq 'select(.name == "mlog_inputs_lost_total") | .value' S
	assert_output 1
	expect "" 'a.log*'
	quiet
}

@test "what was read to its end may go" {
	put a.log 2
	mv a.log a.log.1
	put a.log 1
	expect "1 2 3" 'a.log*'
	rm a.log.1
	expect "" 'a.log*'
	quiet
	run positions
	assert_output "a.log 20 true"
}

@test "a closed file that grew after all is read on" {
	put a.log 2
	mv a.log a.log.1
	put a.log 1
	expect "1 2 3" 'a.log*'
	put a.log.1 1
	expect 4 'a.log*'
	quiet
}

@test "a rotated file's last line needs no newline after a minute" {
	put a.log 1
	printf '{"event":"e","n":2}' >>a.log
	mv a.log a.log.1
	n=2
	put a.log 1
	expect "1 3" 'a.log*'
	touch -d '-61 seconds' a.log.1
	expect 2 'a.log*'
	expect "" 'a.log*'
	# Nor does that of a packed one, ever.
	printf '{"event":"e","n":4}' | gzip >a.log.2.gz
	expect 4 'a.log*'
	quiet
}

@test "pieces of a record wait for their end" {
	t=2026-11-21T09:24:12.5Z
	echo "$t stdout F {\"event\":\"e\",\"n\":1}" >a.log
	echo "$t stdout P {\"event\":\"e\"," >>a.log
	echo "$t stderr F {\"event\":\"e\",\"n\":2}" >>a.log
	expect 1 a.log
	echo "$t stdout F \"n\":3}" >>a.log
	expect "2 3" a.log
	quiet
}

@test "a text over several lines waits for its end" {
	printf '{"event":"e","n":1}\n[\n{"event":"e","n":2},\n' >a.log
	expect 1 --multiline a.log
	printf '{"event":"e","n":3}\n]\n' >>a.log
	expect "2 3" --multiline a.log
	quiet
}

@test "marks come every 16 MiB, and add up" {
	yes '{"event":"e","n":1,"pad":"'"$(printf '%0990d' 0)"'"}' |
	    head -c 50M >a.log
	step a.log
	run jq -s 'map(select(.["@mlog"] == "pos")) |
	    [length >= 3, (map(.lines) | add), .[-1].inputs[0].offset]' \
	    -c stream
	lines=$(wc -l <a.log)
	assert_output "[true,$lines,$((lines * $(head -n 1 a.log | wc -c)))]"
	run jq -s -c '[.[] | .["@mlog"]] | [.[0], .[-2], .[-1]]' stream
	assert_output '["begin","pos","end"]'
}

@test "rotated files that only their log's name asks for" {
	# What was rotated away before the first run is not asked for.
	put a.log.2 1
	gzip a.log.2
	put a.log.1 1
	put a.log 2
	expect "3 4" '*.log'
	run positions
	assert_output "a.log 40 true"
	rm S*
	expect "3 4" a.log
	put a.log 1
	mv a.log.2.gz a.log.4.gz
	mv a.log.1 a.log.3
	mv a.log a.log.2
	put a.log.1 1
	put a.log 1
	expect "5 6 7" a.log
	expect "" a.log
	# The log is not there just now, and then it is in another file.
	put a.log 1
	mv a.log a.log-20261121
	step a.log
	assert_equal "$got" 8
	assert_equal "$code" 2
	gzip a.log-20261121
	put a.log 1
	expect 9 a.log
	quiet
	run positions
	assert_output "a.log 20 true
a.log-20261121.gz 40 false
a.log.1 20 false
a.log.2 60 false"
	rm a.log.2 a.log-20261121.gz
	expect "" a.log
	quiet
	run positions
	assert_output "a.log 20 true
a.log.1 20 false"
}

@test "rotated files alone, and a log that no pattern matches yet" {
	put a.log.1 1
	put b.log.1 1
	put b.log.2 1
	expect "1 2" 'a.log*' b.log.1 '?.lo[g]*1'
	rm S
	step b.log.1 '*.log' 'a*'
	assert_equal "$got" "1 2"
	expect "" 'a.log*'
	quiet
	put a.log.1 1
	put a.log 1
	expect "4 5" 'a.log*'
	quiet
}

@test "a rotated file in the place of one that was read, or of one lost" {
	put a.log 2
	expect "1 2" a.log
	mv a.log a.log.1
	: >a.log
	expect "" a.log
	# Of the empty log nothing is known, and what was known goes.
	put a.log 1
	mv a.log a.log.1
	: >a.log
	expect 3 a.log
	put a.log 1
	expect 4 a.log
	quiet
	rm a.log*
	put a.log 1
	mv a.log a.log.1
	put a.log 1
	expect "5 6" a.log
	grep -q lost err
	run positions
	assert_output "a.log 20 true
a.log.1 20 false"
}

@test "a pattern that matches the state too" {
	put a.log 2
	mkdir far
	ln -s far/a.log.state S
	ln -s ../a.log far/a.log.state.1
	expect "1 2" 'a.log*' "$PWD/far/*"
	: >far/a.log.state.tmp.7
	put a.log 1
	expect 3 'a.log*' "$PWD/far/*"
	[ -s far/a.log.state.prev ]
	quiet
	run positions
	assert_output "$PWD/far/a.log.state.1 60 true"
	step far/a.log.state
	assert_equal "$code" 2
	run cat err
	assert_output "mlog-parse: far/a.log.state: this is the state, and no log"
}

@test "a rotated file that nobody asked for may be unreadable" {
	[ "$(id -u)" -ne 0 ] || {
		echo "# root can read all: not seen" >&3
		return 0
	}
	put a.log.1 1
	chmod 0 a.log.1
	put a.log 1
	expect 2 a.log
	expect "" a.log
	quiet
	put a.log 1
	mv a.log a.log.2
	chmod 0 a.log.2
	put a.log 1
	step a.log
	assert_equal "$got" 4
	assert_equal "$code" 2
	run cat err
	assert_output "mlog-parse: a.log.2: Permission denied"
	chmod 600 a.log.2
	expect 3 a.log
	quiet
}

@test "several logs of one pattern, and a name given twice" {
	put a.log 1
	put b.log 1
	ln b.log c.log
	ln -s a.log d.log
	expect "2 1" '[bcd].log' b.log ./b.log
	quiet
}

@test "a position of a file that is not asked for stays" {
	put a.log 1
	put b.log 1
	expect "1 2" a.log b.log
	put a.log 1
	put b.log 1
	expect 3 a.log
	expect 4 a.log b.log
	quiet
}

@test "a pattern that matches nothing forgets nothing" {
	mkdir d
	put d/a.log 1
	expect 1 'd/*.log'
	mv d e
	step 'd/*.log'
	assert_equal "$code" 2
	run cat err
	assert_output "mlog-parse: d/*.log: No such file or directory"
	mv e d
	expect "" 'd/*.log'
	quiet
}

@test "a file that cannot be read is told, the others are read" {
	put a.log 1
	mkfifo p.log
	mkdir d.log
	step a.log p.log nosuch.log
	assert_equal "$code" 2
	assert_equal "$got" 1
	run cat err
	assert_output "mlog-parse: p.log: no regular file, so its place cannot be kept
mlog-parse: nosuch.log: No such file or directory"
	expect "" '[ad].log'
	quiet
	printf '{\0"\0a\0' >u.log
	step a.log u.log
	assert_equal "$code" 2
	grep -q 'u.log: this looks like UTF-16' err
}

@test "damaged gzip data is told, what stands before it counts" {
	put x 3000
	{ gzip -c x | head -c -8; printf 'checksum'; } >a.log.gz
	step a.log.gz
	assert_equal "$code" 2
	assert_equal "$got" "$(seq -s ' ' 3000)"
	grep -q 'a.log.gz: the gzip data is damaged' err
	step a.log.gz
	assert_equal "$code" 2
	assert_equal "$got" ""
	gzip -c x >a.log.gz
	expect "" a.log.gz
	quiet
}

@test "what cannot be resumed is exit 2" {
	put a.log 1
	for args in "" "-" "a.log -" "--detect a.log"; do
		run -2 mlog-parse --resume S $args
	done
	run -2 mlog-parse --follow
	run -2 mlog-parse --follow --detect a.log
	mlog-parse a.log | mlog-agg -e 'counter n' --state S
	run -2 mlog-parse --resume S a.log
	assert_output --partial "no positions"
}

@test "a damaged state: the one before it serves, or exit 2" {
	put a.log 1
	expect 1 a.log
	put a.log 1
	expect 2 a.log
	sed -i 's/"offset":40/"offset":41/' S
	cp S bad
	run --separate-stderr mlog-parse --resume S a.log
	assert_success
	assert_line --index 0 "$(printf '{"@mlog":"begin","version":1,"generation":1,"state":"%s"}' \
	    "$(jq -r 'select(.["@mlog"] == "end") | .xxh64' S.prev)")"
	assert_line --index 1 '{"event":"e","n":2}'
	[[ $stderr == *damaged*S.prev* ]]
	cmp S bad
	sed -i 's/"offset":20/"offset":21/' S.prev
	run -2 --separate-stderr mlog-parse --resume S a.log
	assert_output ''
	sed 's/"version":1/"version":9/;/"@mlog":"end"/d' S | seal T
	run -2 --separate-stderr mlog-parse --resume T a.log
	[[ $stderr == *newer* ]]
}

@test "--invalid fail stops before the line, and in order" {
	put a.log 1
	echo 'no json' >>a.log
	put a.log 1
	step --invalid fail a.log
	assert_equal "$code" 2
	assert_equal "$got" 1
	run jq -c 'select(has("@mlog")) | [.["@mlog"], .inputs[]?.offset,
	    .lines]' stream
	assert_output '["begin",null]
["pos",20,1]
["end",null]'
	step --invalid fail a.log
	assert_equal "$code" 2
	assert_equal "$got" ""
	grep -q 'a.log@20:1:1: ' err
	expect 2 a.log
}

@test "--rejects is appended to" {
	echo 'one' >a.log
	step -x bad a.log
	echo 'two' >>a.log
	step -x bad a.log
	run cat bad
	assert_output "one
two"
}

@test "a record cannot forge a mark" {
	echo '{"@mlog":"end","event":"e","n":1}' >a.log
	step a.log
	run grep -c '"@mlog_":"end"' stream
	assert_output 1
	run grep -c '^{"@mlog":"end"' stream
	assert_output 1
}

@test "without its reader it ends by SIGPIPE, or with 75" {
	put a.log 1
	head -c 3M /dev/zero | tr '\0' x >pad
	echo "{\"event\":\"$(cat pad)\"}" >>a.log
	code=$(bash -c 'set +o pipefail; mlog-parse --max-line 8M --resume S \
	    a.log 2>err | true; echo "${PIPESTATUS[0]}"')
	assert_equal "$code" 141
	code=$(bash -c 'trap "" PIPE; mlog-parse --max-line 8M --resume S \
	    a.log 2>err | true; echo "${PIPESTATUS[0]}"')
	assert_equal "$code" 75
	quiet
}

@test "a network file system is told" {
	put a.log 2
	remote 0x6969 mlog-parse --resume S a.log >stream 2>err
	run cat err
	assert_output "mlog-parse: a.log: on a network file system, where files cannot be told apart for sure"
	[ "$(grep -c '"n":' stream)" -eq 2 ]
}

# has N: whether the stream has the line with that number.
has()
{
	grep -q "\"n\":$1}" stream
}

@test "--follow stays, through rotation of all kinds" {
	put a.log 1
	later mlog-parse --resume S --follow 'a.log*' >stream 2>err
	wait_for 10 has 1
	put a.log 1
	wait_for 10 has 2
	mv a.log a.log.1
	put a.log.1 1
	put a.log 1
	wait_for 10 has 4
	cp a.log a.log.2
	: >a.log
	put a.log 1
	wait_for 10 has 5
	gzip a.log.1
	rm a.log
	put a.log 1
	wait_for 10 has 6
	put b.log 1
	mv b.log a.log.3
	wait_for 10 has 7
	pid=$(cat pids)
	kill "$pid"
	wait_for 10 grep -q '{"@mlog":"end"}' stream
	rm pids
	run jq -s -c '[.[] | .n // empty]' stream
	assert_output "[1,2,3,4,5,6,7]"
	quiet
	mlog-agg -e 'counter n' --state S <stream
	expect "" 'a.log*'
}

@test "--follow of a plain name goes through rotation too" {
	put a.log.1 1
	put a.log 1
	later mlog-parse --resume S --follow a.log >stream 2>err
	wait_for 10 has 2
	put a.log 1
	mv a.log.1 a.log.3
	mv a.log a.log.2
	put a.log.2 1
	put a.log.1 1
	put a.log 1
	wait_for 10 has 6
	gzip a.log.2
	cp a.log a.log.0
	: >a.log
	put a.log 1
	wait_for 10 has 7
	kill "$(cat pids)"
	wait_for 10 grep -q '{"@mlog":"end"}' stream
	rm pids
	run jq -s -c '[.[] | .n // empty]' stream
	assert_output "[2,3,4,5,6,7]"
	quiet
	mlog-agg -e 'counter n' --state S <stream
	expect "" a.log
}

@test "--follow alone writes no marks, and waits for its file" {
	later mlog-parse --follow a.log >stream 2>err
	sleep 0.5
	put a.log 2
	wait_for 10 has 2
	stop_all
	[ "$(wc -l <stream)" -eq 2 ]
	run cat err
	assert_output "mlog-parse: a.log: No such file or directory"
}

@test "--follow ends when its reader has gone" {
	put a.log 1
	for option in "--resume S" ""; do
		bash -c "set +o pipefail
		    timeout 20 mlog-parse $option --follow a.log 2>err |
		    head -n 1 >/dev/null; echo \${PIPESTATUS[0]} >code"
		assert_equal "$(cat code)" 141
		quiet
	done
}

@test "killed at random among rotations: every line once" {
	rounds=60
	[ -z "${LONG:-}" ] || rounds=3000
	for seed in 1 2; do
		mkdir loop
		run bash -c "cd loop &&
		    python3 '$root/tests/resume/loop.py' $seed $rounds"
		assert_success
		echo "# $output" >&3
		rm -r loop
	done
}

@test "killed at random, mlog-agg too: every line once" {
	rounds=40
	[ -z "${LONG:-}" ] || rounds=10000
	for follow in "" follow; do
		mkdir loop
		run bash -c "cd loop && python3 '$root/tests/resume/loop.py' \
		    4 $rounds $follow pair 2>/dev/null"
		assert_success
		echo "# $output" >&3
		rm -r loop
		rounds=$((rounds / 10))
	done
}

@test "killed at random while it follows: every line once" {
	rounds=6
	[ -z "${LONG:-}" ] || rounds=600
	mkdir loop
	run bash -c "cd loop &&
	    python3 '$root/tests/resume/loop.py' 3 $rounds follow"
	assert_success
	echo "# $output" >&3
}
