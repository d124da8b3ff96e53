#!/usr/bin/env bats
# mlog-parse --detect: what golden cases cannot show. Its reports are in
# tests/golden/mlog-parse/detect-*.

load helper

setup()
{
	at_tmp
}

@test "the report is the same in each run, whatever the hashes are" {
	local i
	gen-bench -b 2M -s 7 >log
	mlog-parse --detect log >first
	grep -q '^structlog: ' first
	for i in 1 2 3; do
		mlog-parse --detect log | cmp first -
	done
}

@test "files, standard input and their pieces give one report" {
	gen-bench -b 1M -s 8 >log
	mlog-parse --detect log | sed 's/ log:/ -:/' >whole
	mlog-parse --detect <log | cmp whole -
	mlog-parse --detect - <log | cmp whole -
	head -n 100 log >a
	tail -n +101 log >b
	mlog-parse --detect a b | sed -E 's/, (such as|first) .*//' >pieces
	sed -E 's/, (such as|first) .*//' whole | diff - pieces
}

@test "the numbers of the report are those of the records" {
	jq -nc 'range(3000) | {event: "e\(. % 70)", level: (if . % 5 == 0 then
	    "debug" else "info" end), timestamp: (1795253051 + .)} +
	    if . % 3 == 0 then {status: (. % 7 * 100)} else {} end +
	    if . % 4 == 0 then {user: {name: "u\(. % 11)"}} else {} end' >log
	mlog-parse --detect log >report
	run -0 head -n 1 report
	assert_output "3000 lines: 3000 records, 0 refused, 0 blank"
	jq -r '.status | select(. != null)' log >status
	run -0 awk '$1 == "status" { print $2, $3, $4 }' report
	assert_output "$(wc -l <status | tr -d ' ') integer $(sort -u status |
	    wc -l | tr -d ' ')"
	run -0 awk '$1 == "event" { print $2, $4 }' report
	assert_output "all >64"
	run -0 awk '$1 == "level" && $2 == "all" { print $4 }' report
	assert_output "$(jq -r .level log | sort -u | wc -l | tr -d ' ')"
	run -0 awk '$1 == "level" && $2 == "debug" { print $3 }' report
	assert_output "$(jq -r .level log | grep -c debug),"
	run -0 awk '$1 == "user.name" { print $2, $4 }' report
	assert_output "$(jq -r '.user.name | select(. != null)' log | sort |
	    uniq -c | awk '{ n += $1 } END { print n, NR }')"
}

@test "no control character of a log reaches the report" {
	local naughty=$SUITES/naughty-strings/blns.json
	suites naughty-strings/blns.json
	jq -c '.[] | {msg: ., (.): {(.): .}}' "$naughty" >log
	jq -c '.[]' "$naughty" >>log
	printf '\033[2J \a \302\233 bad\n' >>log
	mlog-parse --detect log >report
	[ "$(wc -l <report)" -gt 500 ]
	run grep -nP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]' \
	    report
	assert_failure 1
	iconv -f UTF-8 -t UTF-8 report >/dev/null
}

@test "no line of a report is wider than 80 columns" {
	gen-bench -b 1M -s 3 >log
	cat "$root"/tests/corpus/* >>log
	mlog-parse --detect log >report
	python3 - report <<-'END'
	import sys
	wide = [l for l in open(sys.argv[1], encoding="utf-8")
	    if len(l.rstrip("\n")) > 80]
	sys.exit("".join(wide) if wide else 0)
	END
}

@test "the names that are told apart are limited, and so is memory" {
	python3 - >log <<-'END'
	for i in range(20000):
	    print('{"msg":"m","k%d":%d,"o":{"%s%d":"%s"}}' %
	        (i, i, "long" * 500, i, "v" * 4000))
	END
	timed usage 'mlog-parse --detect log >report'
	read -r _ _ kib <usage
	echo "# peak memory: $kib KiB" >&3
	[ "$kib" -lt "$(bound 16384)" ]
	grep -q '^  and at least 40[0-9][0-9] more names: 512 are' report
	run grep -c '^  k[0-9]* ' report
	[ "$output" -gt 100 ] && [ "$output" -lt 512 ]
}

@test "many names in one record take no longer than they should" {
	python3 - >log <<-'END'
	print('{"msg":"m","o":{' +
	    ','.join('"k%d":1' % i for i in range(1000000)) + '}}')
	END
	run -0 timeout 60 mlog-parse --max-line 64M --detect log
	assert_line "1 line: 1 record, 0 refused, 0 blank"
	assert_line --partial "more names: 512 are listed"
}

@test "--strict is exit 1 when lines were refused, a missing file exit 2" {
	echo '{"msg":"a"}' >good
	echo 'no' >bad
	run -0 mlog-parse --detect --strict good
	run -1 mlog-parse --detect --strict good bad
	assert_line "2 lines: 1 record, 1 refused, 0 blank"
	run -2 --separate-stderr mlog-parse --detect nosuch good
	assert_line "1 line: 1 record, 0 refused, 0 blank"
	assert_equal "$stderr" "mlog-parse: nosuch: No such file or directory"
	run -2 bash -c 'mlog-parse --detect good >/dev/full'
}

@test "a share that is hardly any, or nearly all, says so" {
	{
		yes '{"level":30,"time":1795253051471,"msg":"a","pid":1}' |
		    head -n 2500
		echo '{"event":"other"}'
	} >in
	mlog-parse --detect in >report
	grep -q '^pino  *2500  >99.9%' report
	grep -q '^mlog  *1   <0.1%' report
}
