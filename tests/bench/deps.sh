#!/bin/sh
# make bench-deps: fetches the programs that the benchmark compares with.
# Libraries, jq and Miller are installed as packages; mtail's package would
# start a service, so it is only unpacked below build/tools; DuckDB goes to
# build/tools/node. What cannot be had is said, and its row left out.
set -eu

cd "$(dirname "$0")/../.."
duckdb=@duckdb/node-api@1.5.6-r.1

sh tests/deps.sh bench || echo 'bench-deps: packages are missing' >&2
sh tests/tools.sh mtail || echo 'bench-deps: no mtail' >&2
if command -v npm >/dev/null 2>&1; then
	npm install --silent --no-audit --no-fund --prefix build/tools/node \
	    "$duckdb" >/dev/null || echo 'bench-deps: no DuckDB' >&2
else
	echo 'bench-deps: no npm, so no DuckDB' >&2
fi
