#!/bin/sh
# usage: sh tests/receiver/deps.sh
# Puts @grpc/grpc-js, the gRPC server that the tests call, into
# build/tools/grpc, once; prints the folder with its modules. Fails, and says
# why, where there is no node or npm or nothing can be fetched; that is tried
# again after an hour, not in each test.
set -eu

cd "$(dirname "$0")/../.."
to=$PWD/build/tools/grpc
absent=$to.absent
version=1.12.2

command -v node >/dev/null 2>&1 || { echo "no node" >&2; exit 1; }
if [ ! -d "$to/node_modules/@grpc/grpc-js/build" ]; then
	command -v npm >/dev/null 2>&1 || { echo "no npm" >&2; exit 1; }
	mkdir -p "$to"
	[ -z "$(find "$absent" -mmin -60 2>/dev/null)" ] || exit 1
	npm install --silent --no-audit --no-fund --ignore-scripts \
		--fetch-retries 1 --fetch-timeout 30000 \
		--prefix "$to" "@grpc/grpc-js@$version" >&2 || {
		echo "npm cannot fetch @grpc/grpc-js" >&2
		: >"$absent"
		exit 1
	}
	rm -f "$absent"
fi
echo "$to/node_modules"
