#!/bin/sh
# oracle.sh LOG           the samples that demo.rules makes of LOG, by jq
# oracle.sh -t [TEXT]     Prometheus text in the same spelling
# oracle.sh -c LOG TEXT   compares the two; exit 0 when they are equal
set -eu
here=$(dirname -- "$0")

log()
{
	LC_ALL=C jq -n -R -r -L "$here" -f "$here/synthorg.jq" "$1" |
	    LC_ALL=C sort
}

text()
{
	LC_ALL=C jq -R -r -L "$here" -f "$here/exposition.jq" "${1:--}" |
	    LC_ALL=C sort
}

case ${1-} in
-t)
	if [ $# -gt 1 ]; then text "$2"; else text /dev/stdin; fi
	;;
-c)
	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	log "$2" >"$tmp/want"
	text "$3" >"$tmp/got"
	LC_ALL=C awk -f "$here/compare.awk" "$tmp/want" "$tmp/got"
	;;
*)
	log "${1:?a log}"
	;;
esac
