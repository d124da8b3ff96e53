# What all bats files share. Load it first: `load helper`.
#   $root       the source tree
#   $BUILD      the build folder, build/release unless the Makefile says
#   $SUITES     the folder of the conformance suites, which may not be there
#   PATH        has the commands of $BUILD in front
# Each test has its folder $BATS_TEST_TMPDIR and starts in it with at_tmp.

load /usr/lib/bats/bats-support/load.bash
load /usr/lib/bats/bats-assert/load.bash

bats_require_minimum_version 1.5.0

root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
BUILD=${BUILD:-build/release}
case $BUILD in
/*)	;;
*)	BUILD=$root/$BUILD ;;
esac
PATH=$BUILD:$PATH
SUITES=${SUITES:-$root/../shared/suites}
export BUILD PATH SUITES
export LC_ALL=C TZ=UTC

at_tmp()
{
	cd "$BATS_TEST_TMPDIR" || return
}

# impossible WHY: skips the test. Only what the machine forbids is a reason,
# where no other way leads to the same; tests/run.sh excuses these words on CI,
# and those of `suites`. Nothing but these two skips a test.
impossible()
{
	skip "not possible here: $1"
}

# suites PATH: skips the test where the conformance suites have no such file.
suites()
{
	[ -e "$SUITES/$1" ] || skip "SUITES has no $1"
}

# traced: skips the test where strace may not trace.
traced()
{
	strace -o /dev/null true 2>/dev/null ||
		impossible "strace may not trace"
	# What looks for leaks cannot do so when it is traced itself.
	export ASAN_OPTIONS=detect_leaks=0
}

# namespaces LETTERS: sets $apart to what makes unshare(1) give a command
# namespaces of these kinds (m among them: it may mount), as their root or as
# the root that we are; skips the test where neither is allowed.
namespaces()
{
	for apart in "-Ur$1" "-$1"; do
		unshare "$apart" mount -t tmpfs none "$BATS_TEST_TMPDIR" \
			2>/dev/null && return
	done
	impossible "no namespaces"
}

# humble COMMAND...: with the modes of files in force, for root too.
humble()
{
	if [ "$(id -u)" != 0 ]; then
		env "$@"
	else
		setpriv --bounding-set=-dac_override,-dac_read_search "$@"
	fi
}

# bound KIB: a limit of memory; the sanitizers keep what is freed for a while.
bound()
{
	case ${BUILD##*/} in
	san*)	echo $(($1 + 524288)) ;;
	*)	echo "$1" ;;
	esac
}

# seal FILE: a snapshot's lines on stdin, and behind them the `end` line with
# their number and checksum (mlog-snapshot.5), to FILE.
seal()
{
	cat >"$1.body"
	printf '{"@mlog":"end","lines":%d,"xxh64":"%s"}\n' \
		"$(wc -l <"$1.body")" \
		"$(xxh64sum <"$1.body" | cut -d ' ' -f 1)" |
		cat "$1.body" - >"$1"
	rm "$1.body"
}

# remote TYPE COMMAND...: where all files seem to lie on a file system of that
# type (linux/magic.h).
remote()
{
	cat >remote.c <<-END
	#include <sys/vfs.h>
	int fstatfs64(int fd, struct statfs64 *st);
	int
	fstatfs64(int fd, struct statfs64 *st)
	{
		(void)fd;
		*st = (struct statfs64){ .f_type = $1 };
		return 0;
	}
	END
	shift
	"${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o remote.so remote.c
	ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD=$PWD/remote.so "$@"
}

# tool NAME ARG...: a program of a package that tests/tools.sh has unpacked,
# in place of this shell when that is a subshell of its own.
tool()
{
	local top=$root/build/tools/root path name=$1

	shift
	for path in usr/bin usr/sbin bin sbin; do
		[ -x "$top/$path/$name" ] && break
	done
	local libs
	libs=$(find "$top" -name 'lib*.so*' -printf '%h\n' 2>/dev/null |
		sort -u | paste -sd :)
	LD_LIBRARY_PATH=$libs exec "$top/$path/$name" "$@"
}

# fetch_tools PACKAGE...: makes them available, or fails the test.
fetch_tools()
{
	sh "$root/tests/tools.sh" "$@"
}

# free_port: a TCP port of 127.0.0.1 that nothing listens on just now.
free_port()
{
	python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# wait_for SECONDS COMMAND...: until it succeeds.
wait_for()
{
	local end=$((SECONDS + $1))

	shift
	until "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.1
	done
}

# later COMMAND...: in the background; stop_all ends it, by its own pid.
later()
{
	"$@" 3>&- &
	echo $! >>"$BATS_TEST_TMPDIR/pids"
}

stop_all()
{
	local pid

	[ -f "$BATS_TEST_TMPDIR/pids" ] || return 0
	while read -r pid; do
		kill "$pid" 2>/dev/null || true
	done <"$BATS_TEST_TMPDIR/pids"
	while read -r pid; do
		wait "$pid" 2>/dev/null || true
	done <"$BATS_TEST_TMPDIR/pids"
	rm "$BATS_TEST_TMPDIR/pids"
}
