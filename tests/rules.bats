#!/usr/bin/env bats
# The rules language: what --check says, what --print shows, where the limits
# are. tests/golden/rules has NAME.rules and what they give: NAME.err, or
# NAME.json where they are right.

load helper

setup()
{
	at_tmp
}

# check_err FILE...: what --check says, without the command's name.
check_err()
{
	mlog-agg --check "${@/#/--rules=}" 2>&1 >/dev/null |
		sed '1s/^mlog-agg: //'
}

# says TEXT: --check of the rules on stdin says exactly one thing, this.
says()
{
	cat >r.rules
	run -2 mlog-agg --check -r r.rules
	assert_line --index 0 "mlog-agg: r.rules:$1"
	[ "$(grep -c '^r.rules:' <<<"${output/#mlog-agg: /}")" = 1 ]
}

# repeat N TEXT
repeat()
{
	awk -v n="$1" -v s="$2" 'BEGIN { while (n-- > 0) printf "%s", s }'
}

@test "every error of the golden files is reported with its place" {
	local f n=0

	cd "$root/tests/golden/rules"
	for f in *.err; do
		diff -u "$f" <(check_err "${f%.err}.rules")
		run -2 mlog-agg --check -r "${f%.err}.rules"
		n=$((n + 1))
	done
	[ "$n" -ge 6 ]
}

@test "rules that are right are printed as JSON" {
	local f n=0

	cd "$root/tests/golden/rules"
	for f in *.json; do
		run -0 mlog-agg --check -r "${f%.json}.rules"
		refute_output
		diff -u "$f" <(mlog-agg --check --print json \
			-r "${f%.json}.rules")
		jq -e '.rules | length > 0' "$f" >/dev/null
		n=$((n + 1))
	done
	[ "$n" -ge 1 ]
}

@test "printing does not depend on spaces, comments and line ends" {
	printf 'counter a by x where y == 1\n' >a.rules
	printf '\xef\xbb\xbf# c\r\n\r\ncounter\ta  # d\r\n\tby x\r\n' >b.rules
	printf '# column 1\n\n  where (y)==1.0 # e' >>b.rules
	diff <(mlog-agg --check --print json -r a.rules) \
		<(mlog-agg --check --print json -r b.rules)
}

@test "several files are one set of rules" {
	printf 'counter a by x\nlabel y = z only "p"\n' >a.rules
	printf 'counter b by y\n' >b.rules
	run -0 mlog-agg --check --print json -r a.rules -r b.rules
	assert_line --partial '"name":"b","by":["y"]'
	printf '\ngauge a of v by x\n' >c.rules
	run -2 mlog-agg --check -r a.rules -r c.rules
	assert_line --index 0 "mlog-agg: c.rules:2:7: \"a\" has another kind \
here than in line 1 (of a.rules)"
}

@test "rules on the command line are called -e" {
	run -0 mlog-agg --check -e 'counter a'
	run -2 mlog-agg --check -e 'counter a bye x'
	assert_line --index 0 \
		'mlog-agg: -e:1:11: unknown clause "bye" (did you mean "by"?)'
}

@test "a file that is not there, not text, or JSON" {
	run -2 mlog-agg --check -r none.rules
	assert_output 'mlog-agg: none.rules: No such file or directory'
	printf 'counter a\n# gr\xfc\xdf\n' | says \
		'2:5: the rules are not UTF-8 here'
	echo ' {"rules":[]}' | says \
		'1:2: rules as JSON are not available in this version'
	printf 'counter a\0\n' | says \
		'1:10: unexpected control character 0x00'
}

@test "control characters of the rules do not reach the terminal" {
	printf 'counter a where x == "\033]0;owned\007" y\n' >r.rules
	run -2 mlog-agg --check -r r.rules
	[[ $output != *$'\033'* && $output != *$'\007'* ]]
}

@test "of a long line the part around the caret is shown" {
	echo "counter a where x in ($(repeat 300 '1, ')2) oops" >r.rules
	run -2 mlog-agg --check -r r.rules
	assert_line --index 0 'mlog-agg: r.rules:1:926: unknown clause "oops"'
	[ "${#lines[1]}" -lt 200 ]
	[ "${lines[1]:$((${#lines[2]} - 1)):4}" = oops ]
}

@test "nesting has a limit" {
	echo "counter a of $(repeat 60 '(')x$(repeat 60 ')')" >r.rules
	run -0 mlog-agg --check -r r.rules
	echo "counter a of $(repeat 100000 '(')x" | says \
		'1:78: the expression is nested more than 64 deep'
	echo "counter a of $(repeat 100000 '- ')x" | says \
		'1:140: the expression is nested more than 64 deep'
	echo "counter a where $(repeat 100000 'not ')x" | says \
		'1:269: the expression is nested more than 64 deep'
	echo "counter a of x$(repeat 64 ' + 1')" | says \
		'1:268: the expression is nested more than 64 deep'
	echo "counter a where x == 1$(repeat 1000 ' or x == 1')" >r.rules
	run -0 mlog-agg --check -r r.rules
	echo "counter a where x == 1$(repeat 1024 ' or x == 1')" | says \
		'1:24: more than 1024 operands'
}

@test "lists have limits" {
	local i by='' buckets='' only=''

	for ((i = 0; i < 1000; i++)); do
		only+="\"$i\", "
	done
	for ((i = 0; i < 200; i++)); do
		buckets+="$i, "
	done
	for ((i = 0; i < 32; i++)); do
		by+="l$i, "
	done
	printf 'histogram a of x buckets %s by %s\nlabel l only %s\n' \
		"${buckets%, }" "${by%, }" "${only%, }" >r.rules
	run -0 mlog-agg --check -r r.rules
	echo "counter a by ${by}x" | says '1:164: more than 32 labels'
	echo "histogram a of x buckets ${buckets}999" | says \
		'1:916: more than 200 buckets'
	echo "label l only ${only}\"x\"" | says \
		'1:6904: more than 1000 values'
	echo "counter $(repeat 200 a)" >r.rules
	run -0 mlog-agg --check -r r.rules
	echo "counter $(repeat 201 a)" >r.rules
	run -2 mlog-agg --check -r r.rules
	assert_line --index 0 --partial 'cannot name a metric'
}

@test "texts, patterns and statements have limits" {
	repeat $((512 * 1024)) '#' >r.rules
	run -0 mlog-agg --check -r r.rules -e 'counter a'
	echo >>r.rules
	run -2 mlog-agg --check -r r.rules
	assert_output --partial r.rules
	echo "counter a where x ~ /$(repeat 4097 a)/" | says \
		'1:22: pattern: the pattern is too long'
	echo "counter a where x ~ /$(repeat 100 '()')/" | says \
		'1:22: pattern: the pattern has too many groups'
	echo "counter a where x ~ /$(repeat 100 '(')/" >r.rules
	run -2 mlog-agg --check -r r.rules
	assert_line --index 0 --partial 'pattern: parentheses'
	echo "counter a where x like \"$(repeat 257 a)\"" | says \
		'1:24: the text of "like" is over 256 bytes'
	echo "counter a where x ~ /a/$(repeat 1023 ' or x ~ /a/')" >r.rules
	run -0 mlog-agg --check -r r.rules
	echo 'counter b where x ~ /a/' >>r.rules
	run -2 mlog-agg --check -r r.rules
	assert_line --index 0 --partial ':2:21: more than 1024 patterns'
	seq -f 'counter c%.0f' 4096 >r.rules
	run -0 mlog-agg --check -r r.rules
	seq -f 'counter c%.0f' 5000 | says '4097:1: more than 4096 statements'
}

@test "errors are kept up to a number" {
	seq -f 'bad c%.0f' 1000 >r.rules
	run -2 mlog-agg --check -r r.rules
	assert_line --index 0 'mlog-agg: r.rules:1:1: unknown statement "bad"'
	assert_line '800 more errors'
}

@test "the examples of mlog-rules(5) are right" {
	sed -n '/^\.Sh EXAMPLES/,/^\.Ed/p' "$root/man/mlog-rules.5" |
		sed '/^\./d; s/\\e/\\/g' >man.rules
	run -0 mlog-agg --check --print json -r man.rules
	[ "${#lines[@]}" -ge 10 ]
	printf '\n\ncounter x by a = lowr(b)\n' >app.rules
	run -2 mlog-agg --check -r app.rules
	assert_line --index 0 'mlog-agg: app.rules:3:18: unknown function "lowr" (did you mean "lower"?)'
	printf '%s\n' "${lines[@]:1}" |
		diff - <(grep -A 1 '^    counter x' "$root/man/mlog-rules.5")
}

@test "expressions run" {
	local rules='counter n by class = map(code, /^2/ = "2xx", else "other"),
 route = replace(path, /[0-9]+/, ":id")
 where level >= "warn" and not (path starts "/health")
gauge last of default(ms, 0) / 1000'

	printf '%s\n' \
	    '{"severity":17,"code":200,"path":"/a/1","ms":"1500"}' \
	    '{"severity":17,"code":"503","path":"/a/2","ms":"-"}' \
	    '{"severity":17,"code":204,"path":"/health/1"}' \
	    '{"severity":9,"code":204,"path":"/a/3","ms":2500}' >events
	run -0 mlog-agg -e "$rules" --no-own events
	assert_line --partial \
		'"labels":{"class":"2xx","route":"/a/:id"},"value":1'
	assert_line --partial \
		'"labels":{"class":"other","route":"/a/:id"},"value":1'
	assert_line --partial '"name":"last","labels":{},"value":2.5'
}
