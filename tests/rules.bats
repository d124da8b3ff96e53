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

# same_both_ways FILE: printed in either form and read again, it is the same.
same_both_ways()
{
	mlog-agg --print json -r "$1" >once.json
	mlog-agg --print rules -r "$1" >once.rules
	mlog-agg --print json -r once.json | cmp - once.json
	mlog-agg --print json -r once.rules | cmp - once.json
	mlog-agg --print rules -r once.json | cmp - once.rules
	mlog-agg --print rules -r once.rules | cmp - once.rules
}

@test "printing and reading are each other's inverse" {
	local f n=0

	for f in "$root"/tests/golden/rules/*.json "$root"/tests/demo/*.rules \
	    "$root"/tests/bench/*.rules "$root"/lib/packs/*.rules \
	    "$root"/tests/golden/mlog-agg/*/app.rules; do
		[[ $f != */rules-wrong/* ]] || continue
		same_both_ways "${f%.json}$([[ $f == *.json ]] && echo .rules)"
		n=$((n + 1))
	done
	[ "$n" -ge 15 ]
}

@test "the same of rules at random, of every kind and clause" {
	local seed word

	for seed in 1 2 3 4 5 6 7 8; do
		python3 "$root/tests/gen/rules.py" "$seed" 60 >"$seed.json"
		same_both_ways "$seed.json"
		cat once.rules >>all.rules
	done
	for word in absolute by exemplar expire exponential error quantiles \
	    pair window up down until warn crit parent failed attributes \
	    duration buckets limit default; do
		grep -qw "$word" all.rules || fail "no $word among them"
	done
}

@test "rules in the two forms say the same" {
	cat >a.rules <<-'EOF'
	counter t by status where event == "task.finished" and a - (b - 1) > 2
	EOF
	cat >a.json <<-'EOF'
	{"rules":[{"kind":"counter","name":"t","by":["status"],"where":
	["and",["==",["field","event"],"task.finished"],
	[">",["-",["field","a"],["-",["field","b"],1]],2]]}]}
	EOF
	diff <(mlog-agg --print json -r a.rules) \
		<(mlog-agg --print json -r a.json)
	printf '{"time":"2026-11-21T09:24:11Z","event":"task.finished",%s\n' \
	    '"status":"ok","a":5,"b":2}' >events
	diff <(mlog-agg --no-own -r a.rules events | grep '"name"') \
		<(mlog-agg --no-own -r a.json events | grep '"name"')
	mlog-parse -r a.json events >kept
	jq -e '.status == "ok" and .a == 5' kept
}

@test "a backquoted name stays a field in every form" {
	printf '%s\n' 'gauge a of `elapsed` + elapsed pair k from x to y' |
		sed 's/ x / x == 1 /; s/ y$/ y == 1/' >a.rules
	run -0 mlog-agg --print json -r a.rules
	assert_line --partial '["+",["field",["elapsed"]],["field","elapsed"]]'
	same_both_ways a.rules
}

@test "twenty mistakes and more, each at its place" {
	local f=$root/tests/golden/rules/mistakes

	# Those of the lines that are right are in the way of others' names.
	awk '!/^#/ { print NR }' "$f.rules" |
		grep -vxE '38|41|43|45|47|49' >wanted
	sed -nE 's/^mistakes.rules:([0-9]+):.*/\1/p' "$f.err" | uniq >found
	diff wanted found
	[ "$(wc -l <found)" -ge 50 ]
	[ "$(grep -c ^mistakes "${f}_json.err")" -ge 20 ]
}

@test "include: relative to the file, once, never in itself" {
	mkdir -p d/e
	printf 'include "e/b.rules"\ncounter a\ninclude "e/c.rules"\n' >d/a.rules
	printf 'counter b\ninclude "c.rules"\n' >d/e/b.rules
	printf '{"rules":[{"kind":"counter","name":"c"}]}' >d/e/c.rules
	run -0 mlog-agg --print rules -r d/a.rules
	assert_output 'counter b
counter c
counter a'
	printf 'include "a.rules"\n' >d/loop.rules
	printf 'include "loop.rules"\n' >d/a.rules
	run -2 mlog-agg --check -r d/loop.rules
	assert_line --index 0 \
		'mlog-agg: d/a.rules:1:9: "loop.rules" includes itself'
	for i in 1 2 3 4 5 6 7 8 9; do
		printf 'include "%s.rules"\n' $((i + 1)) >"$i.rules"
	done
	run -2 mlog-agg --check -r 1.rules
	assert_line --index 0 --partial '8.rules:1:9: files include each other'
	printf 'counter a x\n' >d/wrong.rules
	printf 'include "d/wrong.rules"\ncounter b y\n' >w.rules
	run -2 mlog-agg --check -r w.rules
	assert_line --index 0 --partial 'w.rules:2:11: unknown clause "y"'
	assert_line --partial 'd/wrong.rules:1:11: unknown clause "x"'
	run -2 mlog-agg --check -e 'include ""'
	assert_line --index 0 'mlog-agg: -e:1:9: no file has such a name'
}

@test "packs are found by name, beside the program or installed" {
	mkdir -p pre/bin pre/share/mlog/packs
	cp "$(command -v mlog-agg)" pre/bin
	printf 'counter one\n' >pre/share/mlog/packs/app.rules
	run -0 pre/bin/mlog-agg --print rules -r app
	assert_output 'counter one'
	PATH=$PWD/pre/bin:$PATH run -0 mlog-agg --print rules -e 'include "app"'
	assert_output 'counter one'
	mkdir pre/bin/packs
	printf 'counter two\n' >pre/bin/packs/app.rules
	run -0 pre/bin/mlog-agg --print rules -r app
	assert_output 'counter two'
	printf 'counter three\n' >app
	run -0 pre/bin/mlog-agg --print rules -r ./app
	assert_output 'counter three'
	run -2 pre/bin/mlog-agg --check -r nopack
	assert_output --partial 'nopack: No such file or directory'
	assert_output --partial 'there is no pack of that name either'
}

@test "-D gives params, and says what it cannot" {
	local r='counter m of x window month from start
param start = 1
param most by agent { "a" = 1 }
compute c = m / start'

	run -0 mlog-agg --print rules -e "$r" -D start=15 -D 'most[b]=2.5'
	assert_line 'param start = 15'
	assert_line 'param most by agent { "a" = 1, "b" = 2.5 }'
	run -0 mlog-agg --print rules -e "$r" -D 'most[k=v] = 3' \
		-D 'most["a"]=4' -D 'most[]=5' -D 'most[default]=6' \
		-D 'most["default"]=7'
	assert_line 'param most by agent { "a" = 4, "k=v" = 3, "" = 5, "default" = 7, default = 6 }'
	run -2 mlog-agg --check -e "$r" -D 'most[a=1'
	assert_line --index 0 'mlog-agg: -D:1:1: "]" is missing'
	run -2 mlog-agg --check -e "$r" -D strt=1
	assert_line --index 0 \
		'mlog-agg: -D:1:1: unknown param "strt" (did you mean "start"?)'
	run -2 mlog-agg --check -e "$r" -D start=x
	assert_line --index 0 \
		'mlog-agg: -D:1:7: a param is a number, "x" is none'
	run -2 mlog-agg --check -e "$r" -D start=32
	assert_line --index 0 --partial \
		'-e:1:34: a month begins on day 1 to 31: param "start" says 32'
	run -2 mlog-agg --check -e "$r" -D most=1
	assert_line --index 0 --partial 'is a table (write most[agent]=NUMBER)'
	run -2 mlog-agg --check -e "$r" -D 'start[a]=1'
	assert_line --index 0 --partial 'is one number, not a table'
	run -2 mlog-agg --check -e "$r" -D start
	assert_line --index 0 --partial '-D takes NAME=NUMBER'
	run -2 mlog-agg --check -e "$r" -D start=1e999
	assert_line --index 0 --partial 'a param is a number'
}

@test "params are values of events too, and fields in backquotes" {
	cat >a.rules <<-'EOF'
	param slow = 2
	param most by agent { "a1" = 5, "a2" = 20, default = 10 }
	counter slow_total by agent, most = most[agent]
	        where ms / 1000 > slow and `slow` != slow
	counter over_total by agent where cost > most[agent] and has slow
	gauge   units of ms / slow by slow
	label   big = if(cost > most[req.agent], "yes", "no")
	counter sized by big
	EOF
	printf '%s\n' '{"agent":"a1","ms":3000,"cost":6,"slow":1}' \
	    '{"agent":"a2","ms":3000,"cost":6,"slow":2}' \
	    '{"agent":"z","ms":"2500","cost":11,"req":{"agent":"a2"}}' >events
	mlog-agg --no-own -r a.rules events |
		jq -r 'select(.name) | "\(.name) \(.labels) \(.value)"' >got
	diff - got <<-'EOF'
	over_total {"agent":"a1"} 1
	sized {"big":"no"} 3
	slow_total {"agent":"a1","most":"5"} 1
	slow_total {"agent":"z","most":"10"} 1
	units {} 1250
	units {"slow":"1"} 1500
	units {"slow":"2"} 1500
	EOF
	same_both_ways a.rules
	# The event is asked for the fields alone.
	run mlog-agg --explain -r a.rules events
	refute_line --partial 'no event has'
	mlog-parse -r a.rules events | jq -c 'keys_unsorted' >kept
	run head -n 1 kept
	assert_output '["agent","ms","cost","slow"]'
	# Another number is another rule: what was counted is not of it.
	for n in 1 2; do
		mlog-agg -D slow=$n -r a.rules /dev/null |
			jq -r 'select(.rule) | "\(.family) \(.rule)"' >hash.$n
	done
	run diff hash.1 hash.2
	assert_line --partial '< slow_total'
	refute_line --partial over_total
	run mlog-agg --no-own -r a.rules -D slow=3 -D 'most[z]=12' events
	assert_line --partial '"labels":{"big":"no"},"value":3'
	refute_line --partial '"name":"slow_total"'
}

@test "a param that is none, or no table, has its place and a hint" {
	cat >r.rules <<-'EOF'
	param one = 1
	param t by x { "a" = 1 }
	counter a where x[y] > 1
	counter b where one[y] > 1
	counter c where t > 1
	counter d where x[0] > 1
	counter e where x[`a`] > 1
	counter f where e == 1 limit one
	counter g window month from t
	label l = nope[c]
	counter m by l
	counter n by l
	param u by `x y` { "a" = 1 }
	EOF
	check_err r.rules | grep '^r.rules' >got || true
	diff - got <<-'EOF'
	r.rules:3:17: "x" is not a param: a field has no "[" (an element of an array is written with a dot: spans.0)
	r.rules:4:17: param "one" is one number, not a table
	r.rules:5:17: param "t" is a table (write t[x]; the field of that name is `t`)
	r.rules:6:19: expected a field, for the table of a param, found "0" (an element of an array is written with a dot: spans.0)
	r.rules:7:19: expected a field, for the table of a param, found "`a`"
	r.rules:8:30: expected a number, found "one"
	r.rules:9:29: param "t" is a table
	r.rules:10:11: "nope" is not a param: a field has no "[" (an element of an array is written with a dot: spans.0)
	r.rules:13:12: "x y" cannot name a label (letters, digits, _ and dots, no digit first; NAME = VALUE gives another name)
	EOF
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
	# The others have their number.
	run -2 mlog-agg --check -e 'counter a bye x' -r - -e 'counter b' \
		-e $'counter c\n bye x' <<<'counter d bye x'
	assert_line --index 0 \
		'mlog-agg: -e:1:11: unknown clause "bye" (did you mean "by"?)'
	assert_line --index 3 \
		'-:1:11: unknown clause "bye" (did you mean "by"?)'
	assert_line --index 6 \
		'-e 3:2:2: unknown clause "bye" (did you mean "by"?)'
	run -2 mlog-agg --check -e 'counter a' -e 'gauge a of x'
	assert_line --index 0 "mlog-agg: -e 2:1:7: \"a\" has another kind here \
than in line 1 (of -e)"
}

@test "the statements of a metric have at most 32 labels" {
	local a b

	a=$(printf ',a%d' {1..20})
	b=$(printf ',b%d' {1..12})
	run -0 mlog-agg --check -e "counter c by ${a#,}" -e "counter c by ${b#,}"
	run -0 mlog-agg --check -e "frequency f of x by ${a#,}" \
		-e "frequency f of y by ${b#,}"
	run -2 mlog-agg --check -e "counter c by ${a#,}" \
		-e "counter c by ${b#,},z"
	assert_line --index 0 'mlog-agg: -e 2:1:53: the statements of "c" have more than 32 labels'
	echo '{"a1":1,"b12":2,"x":3,"y":4}' |
		mlog-agg --no-own -e "frequency f of x by ${a#,}" \
		-e "frequency f of y by ${b#,}" >snap
	run jq -c 'select(.name) | .labels' snap
	assert_output - <<-'END'
	{"a1":"1","bucket":"3"}
	{"b12":"2","bucket":"4"}
	END
}

@test "-r - is standard input" {
	local say='standard input cannot be both the rules (-r -) and what is '
	say+='read by them: name a file for one'

	echo '{"event":"x","k":1,"other":2}' >log
	echo 'counter a by k' >a.rules
	mlog-agg --now 2026-11-21T09:00:00Z -r - log <a.rules >snap
	mlog-agg --now 2026-11-21T09:00:00Z --name mlog -r a.rules log |
	    diff snap -
	# Its files are found from the current folder.
	echo 'include "a.rules"' | mlog-agg --print rules -r - | diff a.rules -
	mlog-agg --print json -r a.rules | mlog-agg --print rules -r - |
	    diff a.rules -
	run -0 mlog-parse -r - log <a.rules
	assert_output '{"event":"x","k":1}'
	for input in '' '-' 'log -'; do
		run -2 mlog-agg -r - -o out $input <a.rules
		assert_output "mlog-agg: $say"
		run -2 mlog-parse -r - $input <a.rules
		assert_output "mlog-parse: $say"
		run -2 mlog-otlp -n -r - $input <a.rules
		assert_output "mlog-otlp: $say"
		run -2 mlog-agg --explain -r - $input <a.rules
		assert_output "mlog-agg: $say"
	done
	[ ! -e out ]
	run -2 mlog-agg -r - -r - log <a.rules
	assert_output 'mlog-agg: -r -: standard input has been read already'
	# What is written to stays as it is.
	echo old >rejects
	run -2 mlog-parse -x rejects -r - <a.rules
	assert_equal "$(cat rejects)" old
	run -2 mlog-agg --check -r - </
	assert_output 'mlog-agg: read standard input: Is a directory'
}

@test "a file that is not there, not text, or JSON" {
	run -2 mlog-agg --check -r none.rules
	assert_output 'mlog-agg: none.rules: No such file or directory'
	printf 'counter a\n# gr\xfc\xdf\n' | says \
		'2:5: the rules are not UTF-8 here'
	echo ' {"rules":[}' | says "1:12: JSON: unexpected token near '}'"
	echo '{"rules":[18446744073709551616]}' | says "1:30: JSON: too big \
integer near '18446744073709551616' (write [\"integer\",\"...\"])"
	echo ' {"rule":[]}' | says \
		'1:2: rules as JSON are {"rules":[...]}'
	echo '{"rules":[],"rules":[]}' | says \
		'1:19: JSON: duplicate object key near '"'\"rules\"'"
	printf 'counter a\0\n' | says \
		'1:10: unexpected control character 0x00'
}

@test "control characters of the rules do not reach the terminal" {
	printf 'counter a where x == "\033]0;owned\007" y\n' >r.rules
	run -2 mlog-agg --check -r r.rules
	[[ $output != *$'\033'* && $output != *$'\007'* ]]
}

@test "the caret stands under its character, however wide those before" {
	cat >r.rules <<-'EOF'
	counter a by x = map(y, "東京" = "ｏｋ", "é" = 1), z = lowr(x)
	counter b by x = map(y, "Ａ" = "café", "नमस्ते" = "ไม่"), z = lowr(x)
	counter c by x = map(y, "🔥" = "‮", "한" = "-"), z = lowr(x)
	EOF
	python3 - <<-'EOF'
	import unicodedata
	s = open("r.rules", encoding="utf-8").read()
	s = s.replace("\\u0301", "\u0301").replace("\\u202e", "\u202e")
	open("r.rules", "w", encoding="utf-8").write(s)
	for n, line in enumerate(s.splitlines(), 1):
	    head = line[:line.index("lowr")]
	    cells = sum(0 if unicodedata.category(c) in ("Mn", "Me") else
	        2 if unicodedata.east_asian_width(c) in "WF" else 1
	        for c in head)
	    shown = line.replace("\u202e", "?")
	    with open("want", "a", encoding="utf-8") as f:
	        print(f"r.rules:{n}:{len(head) + 1}: unknown function "
	            '"lowr" (did you mean "lower"?)', file=f)
	        print("    " + shown, file=f)
	        print("    " + " " * cells + "^", file=f)
	EOF
	diff want <(check_err r.rules)
}

@test "a byte order mark is no part of the rules, in either form" {
	printf '\xef\xbb\xbfcounter a bye x\n' >r.rules
	run -2 mlog-agg --check -r r.rules
	assert_line --index 0 --partial 'r.rules:1:11: unknown clause "bye"'
	assert_line --index 1 '    counter a bye x'
	printf '\xef\xbb\xbf{"rules":[{"kind":"counter","name":"a"}]}' >a.json
	run -0 mlog-agg --print rules -r a.json
	assert_output 'counter a'
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

@test "let names an expression, in its own text alone" {
	cat >own.rules <<-'END'
	include "other.rules"
	let slow = ms > 100
	counter slow_total by k = if(slow, "yes", "no")
	counter known_total where slow and has ms
	END
	cat >other.rules <<-'END'
	let ms = default(took, 0)
	counter slow_fields_total where slow == 1
	END
	printf '{"ms":%s}\n' 101 '"200"' 5 null >events
	echo '{"slow":1,"took":300}' >>events
	run -0 mlog-agg -r own.rules --no-own events
	assert_line --partial '"k":"yes"},"value":2'
	assert_line --partial '"k":"no"},"value":3'
	assert_line --regexp '"name":"known_total","labels":\{\},"value":2'
	assert_line --regexp '"name":"slow_fields_total","labels":\{\},"value":1'
	run -0 mlog-agg -e 'let slow = 5' -e 'counter n where slow == 1' \
	    --no-own events
	assert_line --regexp '"name":"n","labels":\{\},"value":1'
}

@test "what let names is put in up to a number of times" {
	{
		echo 'let a0 = x + x'
		for i in {1..40}; do
			echo "let a$i = a$((i - 1)) + a$((i - 1))"
		done
	} >many.rules
	run -2 mlog-agg --check -r many.rules
	assert_line --index 0 --partial 'more than 200000 operations'
	{
		echo 'let x0 = -x'
		for i in {1..70}; do
			echo "let x$i = -x$((i - 1))"
		done
	} >deep.rules
	run -2 mlog-agg --check -r deep.rules
	assert_line --index 0 --partial 'nested more than 64 deep'
}
