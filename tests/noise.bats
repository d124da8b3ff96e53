#!/usr/bin/env bats
# Random bytes, and real lines with random damage, into every command: no
# crash, no memory error, no growth. A few seconds; LONG=1 makes it a minute
# each.

load helper

setup()
{
	corpus=$root/tests/corpus
	san=${SAN_BUILD:-$root/build/san}
	seconds=1
	[ -z "${LONG:-}" ] || seconds=60
	seed=${NOISE_SEED:-$((RANDOM * 32768 + RANDOM))}
	echo "NOISE_SEED=$seed"	# shown when the test fails
	at_tmp
}

# The programs with sanitizers where they were built, else those of $BUILD.
best()
{
	if [ -x "$san/$1" ]; then
		echo "$san/$1"
	else
		echo "$BUILD/$1"
	fi
}

# Each line of a file is JSON, strictly; lone surrogates, which jq refuses,
# are.
is_json()
{
	python3 - "$1" <<-'PY'
	import json, sys
	def no(word):
	    raise ValueError(word)
	for line in open(sys.argv[1], "rb").read().split(b"\n")[:-1]:
	    assert type(json.loads(line.decode(), parse_constant=no,
	        parse_int=str, parse_float=str)) is dict, line
	PY
}

# survive CODES COMMAND...: noise on its standard input; the exit code is one
# of CODES, and nothing is said of a memory error.
survive()
{
	local codes=$1 code=0

	shift
	noise -s "$seed" -t "$seconds" | {
		"$@" >out 2>err || exit $?
	} || code=$?
	# The generator ends by SIGPIPE where a command stops early.
	[[ " $codes 141 " == *" $code "* ]] ||
	    fail "$* ended with $code: $(tail -n 5 err)"
	if grep -a -e Sanitizer -e 'runtime error' err; then
		fail "$* has a memory error"
	fi
}

@test "mlog-parse takes any bytes, and gives only events" {
	survive 0 "$(best mlog-parse)"
	[ -s out ]
	is_json out
	iconv -f UTF-8 -t UTF-8 out >/dev/null
}

@test "mlog-parse takes any bytes with every option" {
	echo 'counter c of a.b.0 by x where event == "x"' >app.rules
	survive '0 1' "$(best mlog-parse)" --strict -q
	survive 0 "$(best mlog-parse)" --invalid pass -x refused -k a.b,time
	survive 0 "$(best mlog-parse)" -r app.rules --max-line 40
	survive '0 2' "$(best mlog-parse)" --invalid fail
	for format in structlog pino generic mlog; do
		seconds=1 survive 0 "$(best mlog-parse)" -q -f "$format"
	done
}

@test "mlog-agg takes any bytes" {
	cat >app.rules <<-'RULES'
	counter c by event, level, a.b.0
	counter d of number(time) by x = lower(event) where has level limit 5
	gauge g max of len(event)
	histogram h of severity buckets 1, 5, 9 where level >= "info"
	RULES
	survive '0 2' "$(best mlog-agg)" -q -r app.rules
	agg=$(best mlog-agg)
	parse=$(best mlog-parse)
	survive '0 2' bash -c "set -o pipefail
	    '$parse' -q | '$agg' -q -r app.rules"
	tail -n 1 out | grep -q '"@mlog":"end"'
}

@test "the rules, the snapshot and the sinks take any bytes" {
	noise -s "$seed" -b 100000 >in
	head -c 20000 in >rules
	run "$(best mlog-agg)" --check -r rules
	assert_equal "$status" 2
	refute_output --partial Sanitizer
	survive 2 "$(best mlog-prom)"
	survive '0 1 2' "$(best mlog-otlp)" --dry-run
}

@test "memory does not grow with the noise" {
	local small large
	noise -s "$seed" -b 1000000 >small
	noise -s "$seed" -b 50000000 >large
	echo 'counter c by event limit 100' >app.rules
	for n in small large; do
		timed $n.parse "mlog-parse -q <$n >$n.events"
		timed $n.agg "mlog-agg -q -r app.rules <$n.events >/dev/null"
	done
	for cmd in parse agg; do
		read -r _ _ small <small.$cmd
		read -r _ _ large <large.$cmd
		echo "# mlog-$cmd: $small KiB for 1 MB, $large for 50 MB" >&3
		[ "$large" -lt $((small + $(bound 4096))) ]
	done
}

# damage SEED: the lines of standard input, most of them with a byte that is
# changed, left out or doubled, or cut short.
damage()
{
	python3 -c '
import random, sys
r = random.Random(int(sys.argv[1]))
for line in sys.stdin.buffer.read().split(b"\n"):
    for _ in range(200):
        b = bytearray(line)
        for _ in range(r.randrange(3)):
            if not b:
                break
            i = r.randrange(len(b))
            what = r.randrange(4)
            if what == 0:
                b[i] = r.randrange(256)
            elif what == 1:
                del b[i]
            elif what == 2:
                b[i:i] = b[i:i + 1] * r.randrange(1, 9)
            else:
                del b[i:]
        sys.stdout.buffer.write(bytes(b) + b"\n")
' "$1"
}

# The lines of file in that are not in file refused, in their order.
taken()
{
	python3 -c '
import sys
refused = open("refused", "rb").read().split(b"\n")[-2::-1]
for line in open("in", "rb").read().split(b"\n")[:-1]:
    if refused and refused[-1] == line:
        refused.pop()
    else:
        sys.stdout.buffer.write(line + b"\n")
assert not refused, refused
'
}

@test "real lines with damage: each is an event or refused, and counted" {
	cat "$corpus"/* | damage "$seed" >in
	"$(best mlog-parse)" -v -x refused in >out 2>err
	run ! grep -a -e Sanitizer -e 'runtime error' err
	is_json out
	# What was not refused is taken, and alone gives the same: an event, or
	# several where damage has made several records, or nothing where it
	# has left no text.
	taken >taken
	"$(best mlog-parse)" -x none taken 2>err | cmp out -
	[ ! -s none ]
	[ "$(wc -l <out)" -ge "$(LC_ALL=C grep -a -c '{' taken)" ]
	[ $(($(wc -l <taken) + $(wc -l <refused))) -eq "$(wc -l <in)" ]
	"$(best mlog-parse)" out >again
	cmp out again
	# What is refused is refused again; strictly no more is taken.
	"$(best mlog-parse)" -q -x twice refused >none
	[ ! -s none ]
	cmp refused twice
	"$(best mlog-parse)" -q --strict in >strict || true
	[ "$(wc -l <strict)" -le "$(wc -l <out)" ]
}

@test "a damaged snapshot is refused or, cut between two, read as before" {
	"$(best mlog-parse)" -q "$corpus"/structlog.ndjson |
		"$(best mlog-agg)" -e 'counter n by event' >snap
	python3 - "$seed" snap "$(best mlog-prom)" <<-'PY'
	import random, subprocess, sys
	r = random.Random(int(sys.argv[1]))
	data = open(sys.argv[2], "rb").read()
	for _ in range(60):
	    b = bytearray(data)
	    i = r.randrange(len(b))
	    b[i] ^= r.randrange(1, 256)
	    if r.randrange(2):
	        del b[i:]
	    p = subprocess.run([sys.argv[3]], input=bytes(b),
	        capture_output=True)
	    assert p.returncode == 2 or not b, (p.returncode, i)
	    assert b"Sanitizer" not in p.stderr, p.stderr
	    assert not p.stdout
	PY
}
