#!/usr/bin/env bats
# The dialects: a log of each (tests/dialects/README.md) becomes the events
# that are written beside it, wherever in a stream its lines stand.

load helper

setup()
{
	samples=$root/tests/dialects
	sep=$(printf '\001')
	at_tmp
}

# The folders of the samples; a dialect is what stands before a point.
names()
{
	(cd "$samples" && for f in */in; do echo "${f%/in}"; done)
}

# differs NAME WANT GOT: says how, and remembers that something did.
differs()
{
	cmp -s "$2" "$3" && return
	bad="$bad $1"
	diff -u --label "$1: wanted" "$2" --label "$1: got" "$3" || :
}

# How many events each line of a sample becomes.
counts()
{
	if [ -e "$samples/$1/counts" ]; then
		cat "$samples/$1/counts"
	else
		sed 's/.*/1/' "$samples/$1/in"
	fi
}

# Each line with its events behind it: n TAB line, event, event ...
numbered()
{
	counts "$1" | paste -d "$sep" - "$samples/$1/in" |
	    awk -v sep="$sep" -v out="$samples/$1/out" '{
		n = substr($0, 1, index($0, sep) - 1)
		line = substr($0, index($0, sep) + 1)
		while (n-- && (getline event <out) > 0)
			line = line sep event
		print NR "\t" line
	    }'
}

# The same for all samples.
pairs()
{
	local name

	for name in $(names); do
		numbered "$name"
	done
}

# apart: pairs on stdin to the records in `in`, the events in `want`.
apart()
{
	cut -f 2- >both
	cut -d "$sep" -f 1 both >in
	cut -d "$sep" -f 2- both | tr "$sep" '\n' >want
	[ -s in ]
}

@test "each sample is whole, and each dialect has one" {
	local name dialect listed

	names >folders
	[ "$(wc -l <folders)" -gt 40 ]
	listed=$(mlog-parse --list-formats | awk '/^[a-z]/ { print $1 }')
	while read -r name; do
		[ "$(wc -l <"$samples/$name/in")" -ge 3 ]
		assert_equal "$name $(counts "$name" | wc -l)" \
		    "$name $(wc -l <"$samples/$name/in")"
		assert_equal "$name $(counts "$name" |
		    awk '{ n += $1 } END { print n }')" \
		    "$name $(wc -l <"$samples/$name/out")"
		grep -q "^| $name |" "$samples/README.md" ||
		    fail "README.md does not say where $name is from"
		printf '%s\n' "$listed" | grep -qx "${name%%.*}" ||
		    fail "mlog-parse has no dialect ${name%%.*}"
	done <folders
	for dialect in $listed; do
		[ "$dialect" = mlog ] || [ -e "$samples/$dialect/in" ] ||
		    fail "no sample of $dialect"
	done
}

@test "each sample becomes the events beside it" {
	local name bad=

	for name in $(names); do
		mlog-parse --invalid pass "$samples/$name/in" >got || :
		differs "$name" "$samples/$name/out" got
	done
	[ -z "$bad" ] || fail "these differ:$bad"
}

@test "so it does when it is told which dialect it is" {
	local name bad=

	for name in $(names); do
		mlog-parse --invalid pass -f "${name%%.*}" \
		    "$samples/$name/in" >got || :
		differs "$name" "$samples/$name/out" got
	done
	[ -z "$bad" ] || fail "these differ:$bad"
}

# A record without its time or level may look like another logger's, so only
# the most frequent dialect counts. Wrapped records are of two.
@test "most of a sample is detected as its dialect" {
	local name bad= first

	for name in $(names); do
		case $name in
		cri | docker | journald)	continue ;;
		esac
		mlog-parse --detect "$samples/$name/in" >table
		first=$(awk 'on { print $1; exit } /^DIALECT/ { on = 1 }' table)
		[ "$first" = "${name%%.*}" ] || bad="$bad $name=$first"
	done
	[ -z "$bad" ] || fail "taken for others:$bad"
}

@test "not one record of a sample is refused" {
	local name bad=

	for name in $(names); do
		mlog-parse -q -x refused "$samples/$name/in" >/dev/null
		[ ! -s refused ] || bad="$bad $name"
	done
	[ -z "$bad" ] || fail "refused:$bad"
}

@test "lines of all samples in turn become the same events" {
	pairs | sort -s -n -k 1,1 | apart
	mlog-parse --invalid pass in >got
	diff want got
}

@test "lines of all samples shuffled become the same events" {
	local seed

	for seed in 1 2 3; do
		pairs | awk -v seed="$seed" 'BEGIN { srand(seed) }
		    { sub(/^[0-9]*/, sprintf("%.9f", rand())); print }' |
		    sort -s -n -k 1,1 | apart
		mlog-parse --invalid pass in >got
		diff want got
	done
}

@test "a sample split at any line gives the same events" {
	local name n total bad=

	for name in $(names); do
		total=$(wc -l <"$samples/$name/in")
		for n in $(seq 1 $((total - 1))); do
			{
				head -n "$n" "$samples/$name/in" | mlog-parse -q
				tail -n +$((n + 1)) "$samples/$name/in" |
				    mlog-parse -q
			} >got
			cmp -s "$samples/$name/out" got ||
			    { bad="$bad $name:$n"; break; }
		done
	done
	[ -z "$bad" ] || fail "these differ:$bad"
}

@test "the events of all samples are read as events, unchanged" {
	cat "$samples"/*/out >in
	mlog-parse --strict in >got
	diff in got
}

@test "another reading of the dialects drafts the same events" {
	local name bad=

	for name in $(names); do
		python3 "$samples/expect.py" "${name%%.*}" \
		    <"$samples/$name/in" >got
		differs "$name" "$samples/$name/out" got
	done
	[ -z "$bad" ] || fail "these differ:$bad"
}
