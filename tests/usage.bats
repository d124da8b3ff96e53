#!/usr/bin/env bats
# Options: the usage, the man page and the parser say the same.

load helper

commands='mlog-parse mlog-agg mlog-prom mlog-otlp'

setup()
{
	at_tmp
}

# The options of a -h text, one a line: "-k --keep arg" or "--keep arg".
help_options()
{
	sed -nE -e 's/^  -(.), --([a-z0-9-]+) [^ ]+( .*)?$/-\1 --\2 arg/p;t' \
	    -e 's/^  -(.), --([a-z0-9-]+)( .*)?$/-\1 --\2/p;t' \
	    -e 's/^ +--([a-z0-9-]+) [^ ]+( .*)?$/--\1 arg/p;t' \
	    -e 's/^ +--([a-z0-9-]+)( .*)?$/--\1/p' | sort
}

# The same of a man page's `.It Fl k , Fl -keep Ar list`.
page_options()
{
	sed -nE -e 's/^\.It Fl (.) , Fl -([a-z0-9-]+) Ar .*/-\1 --\2 arg/p;t' \
	    -e 's/^\.It Fl (.) , Fl -([a-z0-9-]+) *$/-\1 --\2/p;t' \
	    -e 's/^\.It Fl -([a-z0-9-]+) Ar .*/--\1 arg/p;t' \
	    -e 's/^\.It Fl -([a-z0-9-]+) *$/--\1/p;t' \
	    -e 's/^\.It Fl .*/& ?/p' "$1" | sort
}

@test "-h and the man page list the same options" {
	local c
	for c in $commands; do
		"$c" -h | help_options >help
		page_options "$root/man/$c.1" >page
		[ "$(wc -l <help)" -ge 4 ] || fail "$c -h lists too few"
		diff -u page help || fail "$c: man page and -h differ"
	done
}

@test "-h goes to standard output, fits 80 columns, shows examples" {
	local c
	for c in $commands; do
		run --separate-stderr "$c" -h
		assert_success
		[ -z "$stderr" ] || fail "$c -h writes to stderr"
		assert_line --index 0 --regexp "^usage: $c "
		printf '%s\n' "$output" >help
		awk 'length > 80 { bad = 1; print } END { exit bad }' help
		sed -n '/^[Ee]xamples:/,$p' help | grep -c "$c" >n
		[ "$(cat n)" -ge 3 ] || fail "$c -h shows $(cat n) examples"
	done
}

@test "--help and -V, --version" {
	local c
	for c in $commands; do
		"$c" -h >short
		"$c" --help >long
		cmp short long
		run "$c" -V
		assert_success
		assert_output --regexp "^$c [0-9]+\.[0-9]+\.[0-9]+\$"
		run "$c" --version
		assert_output --regexp "^$c [0-9]+\.[0-9]+\.[0-9]+\$"
	done
}

@test "-h and -V into a full disk exit 2" {
	local c o
	for c in $commands; do
		for o in -h -V; do
			run sh -c "$c $o >/dev/full"
			assert_equal "$c $o $status" "$c $o 2"
			assert_output --partial "$c: "
		done
	done
}

@test "standard descriptors that are closed become no file's" {
	echo '{"event":"a"}' >ev
	mlog-agg --no-own -e 'counter n' ev >snap
	local c
	for c in 'mlog-parse ev' 'mlog-agg -e "counter n" ev' \
	    'mlog-prom snap' 'mlog-otlp -n ev'; do
		run sh -c "$c >&-"
		assert_equal "$c $status" "$c 2"
		assert_output --partial "Bad file descriptor"
		run sh -c "${c% *} <&-"
		assert_equal "$c $status" "$c 2"
		assert_output --partial "Bad file descriptor"
	done
	# What is said has no way into what is kept.
	run sh -c 'mlog-otlp -u http://127.0.0.1:1 --allow-private \
	    --retry-for 0 --spool spool ev 2>&-'
	assert_failure 75
	run grep -rlF mlog-otlp: spool
	assert_failure 1
	[ -n "$(ls spool/*.logs.otlp)" ]
}

@test "an unknown option exits 2 with a hint" {
	local c
	for c in $commands; do
		run --separate-stderr "$c" --versoin </dev/null
		assert_equal "$status" 2
		[ -z "$output" ]
		[[ $stderr == *"$c: "*--versoin*"did you mean"*--version* ]] ||
		    fail "$c says: $stderr"
		run "$c" -% </dev/null
		assert_equal "$status" 2
		assert_output --partial "-%"
	done
}

@test "an option without its argument, or with one too many, exits 2" {
	local c o
	for c in $commands; do
		run "$c" --version=yes </dev/null
		assert_equal "$status" 2
		o=$("$c" -h | sed -nE 's/^.* (--[a-z-]+) [^ ]+( .*)?$/\1/p' |
		    head -n 1)
		[ -n "$o" ] || fail "$c has no option with an argument"
		run "$c" "$o" </dev/null
		assert_equal "$status" 2
		assert_output --partial "$o"
	done
}

@test "the man pages are correct mdoc" {
	run mandoc -T lint -W warning "$root"/man/*.[157]
	assert_success
	assert_output ''
}

@test "each command's page has the sections that a user looks for" {
	local c s
	for c in $commands; do
		for s in NAME SYNOPSIS DESCRIPTION 'EXIT STATUS' EXAMPLES \
		    'SEE ALSO'; do
			grep -qxF -e ".Sh $s" "$root/man/$c.1" ||
			    fail "man/$c.1 has no $s"
		done
	done
}
