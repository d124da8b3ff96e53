#!/bin/sh
# usage: sh tests/lint.sh FILE.c...
# The C files through clang-tidy and cppcheck, our scripts through shellcheck,
# the man pages through mandoc. Fails on any finding, and when one of these
# programs is not there.
set -u

cd "$(dirname "$0")/.." || exit 2
[ $# -gt 0 ] || { echo "usage: lint.sh FILE.c..." >&2; exit 2; }

missing=
for p in clang-tidy cppcheck shellcheck mandoc; do
	command -v "$p" >/dev/null 2>&1 || missing="$missing $p"
done
if [ -n "$missing" ]; then
	echo "lint: not installed:$missing (packages of these names)" >&2
	exit 2
fi

bad=0
found() {
	echo "lint: $1 has findings" >&2
	bad=1
}

gen=${BUILD:-build/release}/gen
# Left out: what is only a matter of taste here (two parameters of one type,
# numeric conversions that -Wconversion judges, assignments in conditions, the
# size of a pointer where an array holds pointers), and the checks that want
# Annex K's functions, which no libc here has. The analyzer does not see that
# nothing is copied from an empty view, and finds fault with xxHash's header.
checks='-*,bugprone-*,clang-analyzer-*'
checks=$checks,-bugprone-easily-swappable-parameters
checks=$checks,-bugprone-narrowing-conversions
checks=$checks,-bugprone-assignment-in-if-condition
checks=$checks,-bugprone-reserved-identifier
checks=$checks,-bugprone-implicit-widening-of-multiplication-result
checks=$checks,-bugprone-branch-clone
checks=$checks,-bugprone-sizeof-expression
checks=$checks,-bugprone-suspicious-include
checks=$checks,-bugprone-not-null-terminated-result
checks=$checks,-clang-analyzer-core.NonNullParamChecker
checks="$checks,-clang-analyzer-security.insecureAPI.*"
for f; do
	more=
	[ "$f" != lib/base/hash.c ] || more=,-clang-analyzer-core.NullDereference
	clang-tidy --quiet --checks="$checks$more" --warnings-as-errors='*' "$f" \
	    -- -std=c11 -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 \
	    -Ilib -isystem "$gen" -I. 2>/dev/null || found "$f (clang-tidy)"
done

cppcheck --quiet --std=c11 --language=c --enable=warning,portability \
	--inline-suppr --suppress=missingIncludeSystem \
	--suppress=ctuuninitvar --error-exitcode=1 \
	-D_POSIX_C_SOURCE=200809L -Ilib -I. "$@" || found cppcheck

shellcheck -s sh -S warning tests/*.sh tests/*/*.sh || found shellcheck
shellcheck -s bash -S error tests/*.bash || found shellcheck
for f in tests/*.bats; do
	shellcheck -s bats -S error "$f" || found "$f"
done

for f in man/*.[157]; do
	[ -e "$f" ] || continue
	mandoc -T lint -W warning "$f" || found "$f"
done
exit "$bad"
