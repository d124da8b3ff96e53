#!/bin/sh
# usage: sh tests/tools.sh PACKAGE...
# Fetches Debian packages that only tests need and unpacks them below
# build/tools/root, once. Nothing is installed and no service is started, so
# it needs no root. Silent when all is there; the programs of the packages
# find their libraries with
#   LD_LIBRARY_PATH=build/tools/root/usr/lib/TRIPLET:.../lib/TRIPLET
# which tests/helper.bash sets.
set -eu

cd "$(dirname "$0")/.."
debs=$PWD/build/tools/debs
root=$PWD/build/tools/root

fail() {
	echo "tools.sh: $*" >&2
	exit 2
}

# A fresh container has no package lists; only root can fetch them.
refresh() {
	apt-cache show "$1" >/dev/null 2>&1 && return
	[ "$(id -u)" -eq 0 ] || fail "no package list has $1: apt-get update"
	apt-get -qq update >&2 || fail "apt-get update failed"
}

fetch() {
	tmp=$debs/.$1.$$
	mkdir -p "$tmp"
	(cd "$tmp" && apt-get -qq -o APT::Sandbox::User="$(id -un)" \
	    download "$1" >log 2>&1) || {
		cat "$tmp/log" >&2
		rm -rf "$tmp"
		fail "cannot download $1"
	}
	mv "$tmp"/*.deb "$debs/$1.deb"
	rm -rf "$tmp"
}

[ $# -gt 0 ] || fail "usage: sh tests/tools.sh PACKAGE..."
mkdir -p "$debs" "$root"
for p in "$@"; do
	if [ ! -s "$debs/$p.deb" ]; then
		refresh "$p"
		fetch "$p"
	fi
	if [ ! -e "$debs/$p.unpacked" ]; then
		dpkg -x "$debs/$p.deb" "$root" || fail "cannot unpack $p"
		: >"$debs/$p.unpacked"
	fi
done
