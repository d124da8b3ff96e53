#!/bin/sh
# make demo: a SynthOrg log through the four commands, each command shown
# before it runs. Needs the build and nothing else, no network either.
#
# BUILD        folder of the build, default build/release
# DEMO_LINES   of the log, default 20000
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
BUILD=${BUILD:-build/release}
BUILD=$(CDPATH='' cd -- "$BUILD" && pwd)
lines=${DEMO_LINES:-20000}
PATH=$BUILD:$PATH
LC_ALL=C
export PATH LC_ALL

dir=$(mktemp -d "$BUILD/demo.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 2' HUP INT TERM
cp "$here/demo.rules" "$dir/synthorg.rules"
cd "$dir"

bold='' dim='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR-}" ]; then
	bold=$(printf '\033[1m')
	dim=$(printf '\033[2m')
	plain=$(printf '\033[0m')
fi

say()
{
	printf '\n%s# %s%s\n' "$dim" "$*" "$plain"
}

# Shows a command and runs it; its output is cut to the columns of $1.
run()
{
	columns=$1
	shift
	printf '%s$ %s%s\n' "$bold" "$*" "$plain"
	sh -c "$*" >out || {
		echo "demo: exit $?: $*" >&2
		exit 1
	}
	cut -c "1-$columns" out
}

say "A log of $lines lines as SynthOrg writes it, some of them damaged"
run 200 "gen-synthorg -n $lines > synthorg.log"
run 200 "head -n 2 synthorg.log"

say 'Any JSON log becomes events: time, level, event first'
run 200 "mlog-parse synthorg.log > synthorg.events"
run 200 "head -n 3 synthorg.events"

say 'Rules say what to count'
run 80 "sed -n '/^# Tools/,/else/p' synthorg.rules"

say 'The rules make a snapshot of events; it is text, one series a line'
run 200 "mlog-parse -r synthorg.rules synthorg.log 2>/dev/null |
    mlog-agg -r synthorg.rules > synthorg.snap"
run 200 "grep -m 3 '^{\"name\":\"synthorg_tool' synthorg.snap"

say 'A snapshot is what Prometheus reads'
run 120 "mlog-prom synthorg.snap > synthorg.prom; wc -l < synthorg.prom"
run 120 "grep -e '^synthorg_[a-z]*_*cost_total' \\
    -e '^synthorg_security_evaluations' \\
    -e '^synthorg_task_duration.*succeeded' synthorg.prom"

say 'The same over HTTP: a responder for inetd, xinetd or systemd'
run 120 "printf 'GET /metrics HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n' |
    mlog-prom --serve synthorg.snap | head -n 9"

say 'And over OTLP: the first request that would be sent'
run 400 "mlog-otlp --dry-run -u https://collector.example \\
    synthorg.snap | head -n 1"
