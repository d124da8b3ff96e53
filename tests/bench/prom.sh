#!/bin/sh
# usage: BUILD=build/release sh tests/bench/prom.sh
#
# A snapshot of 100,000 series read and written as text by mlog-prom, start of
# the process included, against Debian's python3-prometheus-client
# writing the same registry, which it already holds in memory. Processor time is
# compared, so that other work on the machine does not. Ends with 1 when
# mlog-prom is not 20 times as fast, takes three times the file's size in
# memory, or says something else than the client does.
#
# PROM_SERIES	default 100000, a multiple of 2000
# BENCH_RUNS	default 5; medians count
# BENCH_DIR	where the snapshot goes; default $BUILD/bench
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
BUILD=${BUILD:-build/release}
BUILD=$(CDPATH='' cd -- "$BUILD" && pwd)
dir=${BENCH_DIR:-$BUILD/bench}
PATH=$BUILD:$PATH
export PATH LC_ALL=C
mkdir -p "$dir"
cd "$dir"

exec /usr/bin/python3 "$here/prom.py" "${PROM_SERIES:-100000}" \
	"${BENCH_RUNS:-5}"
