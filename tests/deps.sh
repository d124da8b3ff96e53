#!/bin/sh
# Sees to it that what the build (or the tests) needs is installed.
#
#	sh tests/deps.sh build|check|lint|bench|cross|coverage
#
# On Debian and its kin missing packages are installed by apt-get, when root
# or with sudo that asks nothing; otherwise it says what to install.
set -eu

build='gcc make pkg-config libc6-dev libjansson-dev libcurl4-openssl-dev
libprotobuf-c-dev protobuf-c-compiler protobuf-compiler libpcre2-dev
libxxhash-dev zlib1g-dev'
check="$build"' clang libclang-rt-14-dev bats bats-assert bats-support jq curl
mandoc bsdutils netbase python3 strace python3-prometheus-client
python3-grpcio python3-protobuf socat xxhash ca-certificates time tzdata nodejs
parallel'
lint="$check"' clang-tidy cppcheck shellcheck'
bench="$build"' g++ libsimdjson-dev jq miller python3 util-linux'
cross="$check"' gcc-aarch64-linux-gnu libc6-dev-arm64-cross
gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user'
coverage="$check"' llvm'

case ${1-} in
build) want=$build ;;
check) want=$check ;;
lint) want=$lint ;;
bench) want=$bench ;;
cross) want=$cross ;;
coverage) want=$coverage ;;
*) echo "usage: deps.sh build|check|lint|bench|cross|coverage" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null 2>&1; then
	# Not Debian: the compiler will name what it cannot find.
	echo "deps: no dpkg here; needed are the equivalents of:" $want >&2
	exit 0
fi

missing=
for p in $want; do
	s=$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null) || s=
	[ "$s" = installed ] || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
	as=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
	as=sudo
else
	echo "Not installed yet, and this is neither root nor sudo. Please run" >&2
	echo "	apt-get install --no-install-recommends$missing" >&2
	exit 2
fi

echo "deps: installing$missing"
DEBIAN_FRONTEND=noninteractive
export DEBIAN_FRONTEND
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for try in 1 2 3; do
	if { $as apt-get -q update && $as apt-get -qy install \
	    --no-install-recommends $missing; } >"$log" 2>&1; then
		exit 0
	fi
	[ $try = 3 ] || sleep 5
done
tail -n 20 "$log" >&2
echo "deps: apt-get failed" >&2
exit 2
