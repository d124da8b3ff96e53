#!/usr/bin/env bats
# Who may include whom, and what only one place may do.

load helper

setup()
{
	cd "$root"
	strip=$BATS_TEST_TMPDIR/strip.awk
	cat >"$strip" <<'AWK'
# C without comments and the insides of strings, as file:line:code.
FNR == 1 { comment = 0 }
{
	s = $0
	out = ""
	while (s != "") {
		if (comment) {
			i = index(s, "*/")
			if (i == 0)
				break
			s = substr(s, i + 2)
			comment = 0
		} else if (substr(s, 1, 2) == "/*") {
			comment = 1
			s = substr(s, 3)
		} else if (match(s, /^"([^"\\]|\\.)*"/)) {
			out = out "\"\""
			s = substr(s, RLENGTH + 1)
		} else if (match(s, /^'([^'\\]|\\.)+'/)) {
			out = out "' '"
			s = substr(s, RLENGTH + 1)
		} else {
			out = out substr(s, 1, 1)
			s = substr(s, 2)
		}
	}
	print FILENAME ":" FNR ":" out
}
AWK
}

sources()
{
	find lib cmd -name '*.[ch]' | LC_ALL=C sort
}

code()
{
	local f
	for f in "$@"; do
		awk -f "$strip" "$f"
	done
}

# Fails when the lines of standard input that match $1 are not in files
# that match $2.
only_in()
{
	local found
	found=$(grep -E "$1" | grep -vE "^($2)" || true)
	[ -z "$found" ] || fail "not allowed here:
$found"
}

@test "there is something to look at" {
	run sh -c 'find lib cmd -name "*.c" | wc -l'
	[ "$output" -gt 40 ]
}

@test "a folder of lib includes itself or what is left of it" {
	sources | xargs grep -HnE '^[[:space:]]*#[[:space:]]*include "' \
	    >"$BATS_TEST_TMPDIR/includes"
	run awk '
	BEGIN {
		n = split("base json event rules series snapshot", order)
		for (i = 1; i <= n; i++)
			rank[order[i]] = i
		rank["prom"] = rank["otlp"] = n + 1
	}
	{
		split($0, part, ":")
		split(part[1], dir, "/")
		target = $0
		sub(/^[^"]*"/, "", target)
		sub(/".*/, "", target)
		if (dir[1] == "cmd")
			next
		from = dir[2]
		to = target
		if (!sub(/\/.*/, "", to))
			to = ""
		if (to == "" && target ~ /\.pb-c\.h$/)
			ok = from == "prom" || from == "otlp"
		else if (!(to in rank) || !(from in rank))
			ok = 0
		else if (from == "prom" || from == "otlp")
			ok = to == from || (rank[to] <= n && to != "rules" &&
			    to != "series")
		else
			ok = rank[to] <= rank[from]
		if (!ok)
			print
	}' "$BATS_TEST_TMPDIR/includes"
	assert_success
	assert_output ''
}

@test "each outside library has one owner" {
	local inc=$BATS_TEST_TMPDIR/inc
	sources | xargs grep -HnE '^[[:space:]]*#[[:space:]]*include <' >"$inc"
	only_in '<jansson' 'lib/rules/|lib/otlp/(json|answer)' <"$inc"
	only_in '<curl/' 'lib/otlp/(endpoint|post|push)' <"$inc"
	only_in '<(google/)?protobuf-c' 'lib/prom/protobuf|lib/otlp/' \
	    <"$inc"
	only_in '<pcre2' 'lib/rules/' <"$inc"
	only_in '<zlib' 'lib/base/io|lib/prom/|lib/otlp/' \
	    <"$inc"
	only_in '<xxhash' 'lib/base/hash' <"$inc"
	only_in '<([a-z]*intrin|arm_neon|arm_acle|cpuid)\.h' 'lib/json/scan_' \
	    <"$inc"
	only_in '<getopt' 'lib/base/opts' <"$inc"
}

@test "memory is allocated in base/mem only" {
	code $(sources) | only_in \
	    '[^a-zA-Z0-9_](m|c|re)alloc(array)? ?\(|strn?dup ?\(|aligned_alloc ?\(|posix_memalign' \
	    'lib/base/mem\.c'
}

@test "lib neither prints nor exits" {
	code $(sources | grep '^lib/') | only_in \
	    '[^a-zA-Z0-9_](stderr|stdout|(v?printf|puts|putchar|perror|_?exit|_Exit|abort|err[x]?|warn[x]?) ?\()' \
	    'lib/base/mem\.c'
}

@test "no global data outside cmd, no struct typedefs" {
	code $(sources) | only_in '^[^:]*:[0-9]+:typedef struct' 'nowhere'
	code $(sources | grep '^lib/.*\.c$') >"$BATS_TEST_TMPDIR/code"
	# A definition at file scope that is neither static nor const.
	run grep -E ':[0-9]+:(struct [a-z_]+|[a-z_0-9]+( [a-z_0-9]+)?) \*?[a-z_0-9]+(\[[^]]*\])*( = .*)?;$' \
	    "$BATS_TEST_TMPDIR/code"
	local bad
	bad=$(printf '%s\n' "${lines[@]}" |
	    grep -vE ':(static|extern|const|return|goto|struct [a-z_]+;)' ||
	    true)
	[ -z "$bad" ] || fail "$bad"
}

@test "files are of a size to be read" {
	local f n
	for f in $(sources); do
		n=$(wc -l <"$f")
		[ "$n" -le 500 ] || fail "$f has $n lines"
	done
}

@test "a .c file and a header begin by saying what they are for" {
	local f
	for f in $(sources); do
		case $(head -n 1 "$f") in
		'/*'*) ;;
		*) fail "$f does not open with a comment" ;;
		esac
	done
}

@test "mlog-parse and mlog-agg need neither libcurl nor protobuf-c" {
	local c
	for c in mlog-parse mlog-agg mlog-prom; do
		run ldd "$(command -v "$c")"
		assert_success
		refute_output --partial libcurl
	done
	for c in mlog-parse mlog-agg; do
		run ldd "$(command -v "$c")"
		refute_output --partial libprotobuf-c
	done
}
