#!/usr/bin/env bats
# JSONTestSuite and the naughty strings through mlog-parse, as lines of a log.

load helper

setup()
{
	suite=$SUITES/JSONTestSuite
	naughty=$SUITES/naughty-strings/blns.json
	at_tmp
}

# Each text of the suite as the value of a member, a line each. Texts with a
# newline of their own are no line of a log: unit/test_json has them.
lines_of()
{
	local f
	for f in "$suite"/test_parsing/"$1"_*.json; do
		[ "$(tr -dc '\n' <"$f" | wc -c)" -eq 0 ] || continue
		printf '{"v":'
		cat "$f"
		printf '}\n'
	done
}

@test "every valid text is accepted, and its bytes come through" {
	suites JSONTestSuite
	lines_of y >in
	mlog-parse --strict in >out 2>err
	[ ! -s err ]
	jq -c . in >want
	jq -c . out >got
	cmp want got
	[ "$(wc -l <out)" -ge 80 ]
}

@test "every invalid text is refused and counted, whatever stands around it" {
	suites JSONTestSuite
	local total
	lines_of n >in
	total=$(grep -ac . in)
	[ "$total" -ge 150 ]
	{ echo '{"n":1}'; cat in; echo '{"n":2}'; } >mixed
	run --separate-stderr mlog-parse --strict -x refused mixed
	assert_equal "$status" 1
	# Some texts are only wrong alone: in the braces they are an object.
	mlog-parse --strict mixed >out 2>/dev/null || true
	jq -e . out >/dev/null
	[ "$(head -n 1 out)" = '{"n":1}' ]
	[ "$(tail -n 1 out)" = '{"n":2}' ]
	[ $(($(wc -l <out) + $(wc -l <refused))) -eq $((total + 2)) ]
	[ "$(wc -l <out)" -le 4 ]
}

@test "what the suite leaves open never stops the stream" {
	suites JSONTestSuite
	lines_of i >in
	echo '{"last":true}' >>in
	mlog-parse -q in >out
	[ "$(tail -n 1 out)" = '{"last":true}' ]
	iconv -f UTF-8 -t UTF-8 out >/dev/null
}

@test "numbers and keys keep their spelling" {
	suites JSONTestSuite
	local f
	for f in "$suite"/test_transform/number_*.json; do
		printf '{"v":%s}\n' "$(tr -d '\n' <"$f")"
	done >in
	mlog-parse --strict in >out
	sed 's/ //g' in >want
	cmp want out
}

@test "naughty strings come through as event names, labels and keys" {
	suites naughty-strings/blns.json
	jq -c '.[] | {level: "info", severity: 9, event: ., s: .,
	    ("k" + .): 1}' "$naughty" >in
	mlog-parse --strict in >out
	cmp in out
	mlog-agg --no-own --now 2026-11-21T00:00:00Z \
	    -e 'counter n by s' out >snap
	jq -r 'select(.name == "n") | .labels.s // ""' snap |
		LC_ALL=C sort >got
	# Rules take "-" for a missing value (mlog-rules.5).
	jq -r '.[] | if . == "-" then "" else . end' "$naughty" |
		LC_ALL=C sort -u >want
	cmp want got
}

# line_of FILE: a text of the suite as one line, when it is one.
line_of()
{
	[ "$(head -c -1 "$1" | tr -dc '\n' | wc -c)" -eq 0 ] || return 1
	cat "$1"
	[ "$(tail -c 1 "$1" | wc -l)" -eq 1 ] || echo
}

# verdict FILE [OPTION]...: what mlog-parse makes of it: the number of events,
# then the reasons of refusals with their numbers.
verdict()
{
	mlog-parse -v "${@:2}" "$1" >out 2>err
	echo "$(wc -l <out)$(sed -n 's/.* refused:/ /p' err | tr -d ,)"
}

@test "a valid text is an event, or an array of them, or not_an_object" {
	suites JSONTestSuite
	local f n=0 objects=0 kind want
	for f in "$suite"/test_parsing/y_*.json; do
		kind=$(jq -r 'type + " " + (if type == "array" and
		    length > 0 and all(type == "object")
		    then length | tostring else "0" end)' "$f")
		case $kind in
		object*)	want=1; objects=$((objects + 1)) ;;
		'array 0')	want='0  not_an_object 1' ;;
		array*)		want=${kind#array } ;;
		*)		want='0  not_an_object 1' ;;
		esac
		if line_of "$f" >in; then
			assert_equal "$f $(verdict in --strict)" "$f $want"
		elif [ "$want" = 1 ]; then
			assert_equal "$f $(verdict "$f" --multiline)" "$f 1"
			# A broken line each without the option.
			mlog-parse "$f" >out 2>/dev/null
			[ ! -s out ]
		else
			continue
		fi
		n=$((n + 1))
	done
	[ "$n" -ge 90 ]
	[ "$objects" -ge 10 ]
}

@test "an invalid text is refused as a line, and never taken" {
	suites JSONTestSuite
	local f n=0 nothing=0
	for f in "$suite"/test_parsing/n_*.json; do
		mlog-parse "$f" >out 2>err
		[ ! -s out ] || fail "$f gives $(cat out)"
		n=$((n + 1))
		# What is no text at all is nothing, and not refused.
		if [ "$(sed 's/^\xef\xbb\xbf//' "$f" | tr -d ' \n' |
		    wc -c)" -eq 0 ]; then
			[ ! -s err ] || fail "$f: $(cat err)"
			nothing=$((nothing + 1))
		else
			grep -q refused err || fail "$f is not refused"
		fi
		# The stream goes on behind it.
		{ cat "$f"; printf '\n{"last":1}\n'; } | mlog-parse -q >out
		assert_equal "$f $(tail -n 1 out)" "$f {\"last\":1}"
	done
	assert_equal "$n" 188
	assert_equal "$nothing" 3
}

@test "what the suite leaves open is as mlog-parse(1) says" {
	suites JSONTestSuite
	local f name want got
	sed -n '/^\.Ss What RFC 8259 leaves open/,/^\.El/p' \
	    "$root/man/mlog-parse.1" | sed -n 's/^\.It \(.*\) Ta /\1 /p' |
	    grep -v '^Em' >table
	for f in "$suite"/test_parsing/i_*.json; do
		name=$(basename "${f#*/i_}" .json)
		name=${name#i_}
		want=$(sed -n "s/^$name //p" table)
		[ -n "$want" ] || fail "mlog-parse(1) does not have $name"
		case $(LC_ALL=C sed 's/^\xef\xbb\xbf//' "$f" | head -c 1) in
		'{')	cat "$f" ;;
		*)	printf '{"v":'; cat "$f"; printf '}' ;;
		esac >in
		if ! mlog-parse --invalid fail in >out 2>err; then
			got=refused
		elif cmp -s <(sed 's/^\xef\xbb\xbf//' in; echo) out; then
			got=kept
		elif grep -q $'\xef\xbf\xbd' out; then
			got=U+FFFD
		else
			got="$(cat out)"
		fi
		assert_equal "$name $got" "$name $want"
		[ "$want" != U+FFFD ] || run -1 mlog-parse -q --strict in
		echo "$name"
	done >done
	assert_equal "$(wc -l <done)" 35
	assert_equal "$(wc -l <table)" 35
}

@test "naughty strings come through wrappers too" {
	suites naughty-strings/blns.json
	jq -c '.[] | {event: ., s: ., ("k" + .): 1}' "$naughty" >want
	[ "$(wc -l <want)" -eq 515 ]
	jq -cR '{log: (. + "\n"), stream: "stdout",
	    time: "2026-11-21T09:24:11Z"}' want | mlog-parse --strict >got
	sed 's/^{/{"time":"2026-11-21T09:24:11Z",/
	    s/}$/,"stream":"stdout"}/' want | cmp - got
	# As text, in a wrapper and on a line of a container's log.
	jq -r '.[] | select(test("[\n\r]|^[ \t]*[{]") | not)' "$naughty" >text
	jq -cR '{log: (. + "\n"), stream: "stdout",
	    time: "2026-11-21T09:24:11Z"}' text | mlog-parse --strict |
	    jq -r .event >got
	cmp text got
	sed 's/^/2026-11-21T09:24:11Z stdout F /' text | mlog-parse --strict |
	    jq -r .event >got
	cmp text got
}
