#!/usr/bin/env bats
# The table of dialects as a user meets it: its list, rows by name, and what
# holds for all golden cases of it.

load helper

setup()
{
	at_tmp
}

goldens()
{
	ls -d "$root"/tests/golden/mlog-parse/dialect-*/
}

@test "the events of all dialects parsed again are the same" {
	local n=0 dir
	for dir in $(goldens); do
		[ -s "$dir/out" ] || continue
		mlog-parse --strict "$dir/out" >twice
		cmp "$dir/out" twice
		n=$((n + 1))
	done
	[ "$n" -ge 20 ]
}

@test "no line depends on the lines before it" {
	local dir
	for dir in $(goldens); do
		case $(cat "$dir/args") in
		'')	cat "$dir/in" >>in; cat "$dir/out" >>out ;;
		esac
	done
	[ "$(wc -l <in)" -eq "$(wc -l <out)" ]
	# Both files in one shuffled order, the same in each run.
	paste in out | awk 'BEGIN { srand(7) }
		{ printf "%.9f\t%s\n", rand(), $0 }' | sort >mixed
	cut -f 2 mixed | mlog-parse >got
	cut -f 3 mixed >want
	cmp want got
	mlog-parse in >got
	cmp out got
}

@test "--list-formats names each dialect once, and how it is told" {
	mlog-parse --list-formats >list
	[ "$(wc -l <list)" -ge 40 ]
	[ -z "$(cut -d ' ' -f 1 list | sort | uniq -d)" ]
	for name in cri docker journald mlog generic; do
		grep -q "^$name " list
	done
	grep -q '^bunyan .*v 0, level (a number), hostname$' list
	cut -d ' ' -f 1 list | while read -r name; do
		echo '{}' | mlog-parse -f "$name" >/dev/null || exit 1
	done
}

@test "the page of dialects describes each dialect of the list" {
	mlog-parse --list-formats | cut -d ' ' -f 1 | sort >want
	sed -n '/^\.Sh DIALECTS/,$s/^\.It Cm \([^ ]*\).*/\1/p' \
	    "$root/man/mlog-dialects.5" | sort >got
	diff want got
}

@test "--map takes parts from any member, and says what is wrong" {
	echo '{"a":"2026-11-21T09:24:11Z","b":3,"c":"x","d":"y"}' >in
	run mlog-parse --map time=a,level=b,event=c,logger=d,scale=syslog in
	assert_output '{"time":"2026-11-21T09:24:11Z","level":"error","severity":17,"level_text":"3","event":"x","logger":"y"}'
	run mlog-parse --map 'event=nosuch|d' in
	assert_output --partial '"event":"y"'
	run -2 mlog-parse --map "event=$(printf '%2000s' x | tr ' ' x)" in
	assert_output --partial '--map: longer than 1023 bytes'
	run -2 mlog-parse --map event=a,scale=loud in
	assert_output --partial '"loud" is no scale; there are none, otel,'
	run -2 mlog-parse --map event:a in
	assert_output --partial 'part=name is wanted'
	run -2 mlog-parse -f nosuch --map event=a in
	assert_output --partial 'no dialect is called "nosuch"'
}
