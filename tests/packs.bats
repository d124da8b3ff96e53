#!/usr/bin/env bats
# The rule packs: each on a log with its application's traps, against a script
# that counts the same log by the application's own definitions.

load helper

packs=$BATS_TEST_DIRNAME/packs
export PYTHONDONTWRITEBYTECODE=1

setup()
{
	at_tmp
}

# sample PACK: its log, in `log`.
sample()
{
	python3 "$packs/gen.py" "$1" >log
}

# snapshot PACK [OPTION]...: of `log`, without mlog's own metrics.
snapshot()
{
	local pack=$1

	shift
	mlog-parse -q -r "$pack" log | mlog-agg --no-own -r "$pack" "$@" >snap
}

# agrees PACK [NAME=VALUE]...: what both sinks show equals the script's.
agrees()
{
	local pack=$1

	shift
	mlog-prom snap >prom
	run python3 "$packs/$pack.py" log prom "$@"
	assert_success
	mlog-otlp -n snap | python3 "$packs/otlp.py" >otlp
	run python3 "$packs/$pack.py" log otlp "$@"
	assert_success
}

# shows PACK: the exposition is the one that is kept.
shows()
{
	diff -u "$packs/$1.prom" prom
}

@test "--list-packs names every pack and what it is for" {
	mlog-agg --list-packs >got
	(cd "$root/lib/packs" && ls ./*.rules) | sed 's,./\(.*\)\.rules,\1,' \
	    >want
	cut -d ' ' -f 1 got | diff want -
	run ! grep -vE '^[a-z]+ +[A-Z].{10,}[^.]$' got
	awk 'length > 79 { print; bad = 1 } END { exit bad }' got
}

@test "--list-packs of an installation, and where there is none" {
	mkdir -p at/bin at/share/mlog/packs none
	cp "$BUILD/mlog-agg" at/bin
	cp "$BUILD/mlog-agg" none
	printf '# Mine. More words.\ncounter n\n' >at/share/mlog/packs/own.rules
	printf 'counter n\n' >at/share/mlog/packs/bare.rules
	: >at/share/mlog/packs/notes.txt
	run at/bin/mlog-agg --list-packs
	assert_success
	assert_output "$(printf 'bare       \nown        Mine')"
	mkdir at/bin/packs
	printf '# Nearer\ncounter n\n' >at/bin/packs/own.rules
	run at/bin/mlog-agg --list-packs
	assert_output "$(printf 'own        Nearer\nbare       ')"
	run -2 none/mlog-agg --list-packs
	assert_output --partial 'no rule packs'
}

@test "each pack passes --check, is printed the same, has its section" {
	local p
	mlog-agg --list-packs | cut -d ' ' -f 1 >list
	while read -r p; do
		mlog-agg --check -r "$p"
		mlog-agg --print json -r "$p" >one
		mlog-agg --print json -r ./one >two
		cmp one two
		grep -qx "\.Ss $p" "$root/man/mlog-packs.7" ||
		    fail "mlog-packs.7 has no section $p"
		[ -f "$packs/$p.py" ] || fail "no script counts for $p"
	done <list
}

@test "logs: the numbers equal the script's, in both sinks" {
	sample logs
	snapshot logs
	agrees logs
	shows logs
}

@test "logs is what mlog-agg uses without rules" {
	sample logs
	mlog-parse -q log | mlog-agg >default
	mlog-parse -q log | mlog-agg -r logs >named
	cmp default named
	grep -q '"pipeline":"logs"' default
	mlog-parse -q log | mlog-agg -e 'counter n' >own
	run ! grep -q log_lines own
}

@test "the scripts notice a wrong number and a missing series" {
	sample logs
	snapshot logs
	mlog-prom snap >prom
	sed 's/\(kind="KeyError",logger="shop.cart"}\) .*/\1 0/' prom >wrong
	run -1 python3 "$packs/logs.py" log wrong
	assert_line --partial 'KeyError'
	sed '/level="debug",logger="shop.cart"/d' prom >wrong
	run -1 python3 "$packs/logs.py" log wrong
	assert_line --partial 'missing: log_lines_total{level="debug"'
}
