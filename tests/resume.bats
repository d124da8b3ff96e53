#!/usr/bin/env bats
# mlog-parse --resume: what a run reads, says and marks.

load helper
load resume

setup()
{
	at_tmp
	n=0
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
	put far/a.log.state.locked 1
	expect 4 "$PWD/far/*"
	step far/a.log.state
	assert_equal "$code" 2
	run cat err
	assert_output "mlog-parse: far/a.log.state: this is the state, and no log"
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
