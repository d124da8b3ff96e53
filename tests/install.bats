#!/usr/bin/env bats
# The build as a packager sees it: what is installed and taken away again, and
# how the programs are hardened.

load helper

setup()
{
	at_tmp
	unset MAKEFLAGS MAKELEVEL MFLAGS
}

mk()
{
	"${MAKE:-make}" -s -C "$root" B="$BUILD" "$@"
}

@test "make install and make uninstall" {
	mk install DESTDIR="$PWD/at" PREFIX=/usr
	for c in parse agg prom otlp; do
		[ -x "at/usr/bin/mlog-$c" ]
		[ -f "at/usr/share/man/man1/mlog-$c.1" ]
	done
	[ -f at/usr/share/man/man5/mlog-dialects.5 ]
	[ -f at/usr/share/man/man5/mlog-event.5 ]
	[ -f at/usr/share/man/man5/mlog-snapshot.5 ]
	[ -f at/usr/share/man/man5/mlog-rules.5 ]
	[ -f at/usr/share/man/man7/mlog.7 ]
	[ -f at/usr/share/man/man7/mlog-packs.7 ]
	[ -f at/usr/share/mlog/packs/logs.rules ]
	[ -f at/usr/share/doc/mlog/examples/mlog-prom.inetd ]
	run at/usr/bin/mlog-parse --version
	assert_output --regexp '^mlog-parse [0-9]+\.[0-9]+\.[0-9]+$'
	mk uninstall DESTDIR="$PWD/at" PREFIX=/usr
	run find at -type f
	refute_output
}

@test "the programs are position independent, their tables read-only" {
	for c in parse agg prom otlp; do
		readelf -hW "$BUILD/mlog-$c" | grep -q 'Type: *DYN'
		readelf -lW "$BUILD/mlog-$c" | grep -q GNU_RELRO
		readelf -dW "$BUILD/mlog-$c" | grep -q BIND_NOW
		run ! sh -c "readelf -lW '$BUILD/mlog-$c' |
			grep GNU_STACK | grep -q RWE"
		readelf -sW "$BUILD/mlog-$c" | grep -q __stack_chk_fail
	done
}

@test "two builds give the same bytes" {
	# One object stands for all: paths and times do not get in.
	local what=lib/base/stamp.o
	[ -z "${LONG:-}" ] || what=mlog-agg
	for d in one two; do
		mk V=1 "$PWD/$d/$what" B="$PWD/$d"
	done
	cmp "one/$what" "two/$what"
}
