#!/usr/bin/env bats
# Runs the examples of the man pages. A display that can run as it stands is
# marked by a comment before it:
#
#	.\" run
#	.Bd -literal -offset indent
#	mlog-parse app.log | mlog-agg -r app.rules | mlog-prom
#	.Ed
#
# (.Dl for a single line. Where lines begin with "$ ", those are the commands
# and the others their output.) It runs in a folder with app.log, app.rules,
# app.events and app.snap of the demo. It must exit 0 and write something, on
# standard output or to a file.

load helper

setup_file()
{
	local d=$BATS_FILE_TMPDIR/files
	mkdir "$d"
	gen-synthorg -n 500 >"$d/app.log"
	cp "$BATS_TEST_DIRNAME/demo/demo.rules" "$d/app.rules"
	mlog-parse -q "$d/app.log" >"$d/app.events"
	mlog-agg -r "$d/app.rules" "$d/app.events" >"$d/app.snap"
}

# The marked displays of a page to $2/1.sh, $2/2.sh ...
extract()
{
	awk -v dir="$2" '
	function plain(s) {
		gsub(/\\&/, "", s)
		gsub(/\\-/, "-", s)
		gsub(/\\\(aq/, "\047", s)
		gsub(/\\\(dq/, "\"", s)
		gsub(/\\\(ti/, "~", s)
		gsub(/\\\(ha/, "^", s)
		gsub(/\\\(ga/, "`", s)
		gsub(/\\e/, "\\", s)
		return s
	}
	# Lines after "$ "; in a display without any, all lines.
	function command(s) {
		prompt = sub(/^\$ /, "", s)
		if (prompt || goes_on || !prompted)
			print plain(s) >file
		else
			return
		prompted = prompted || prompt
		goes_on = s ~ /[|\\]$/
	}
	/^\.\\" run$/ {
		marked = 1
		prompted = goes_on = 0
		file = dir "/" ++n ".sh"
		next
	}
	marked && /^\.Dl / { command(substr($0, 5)); marked = 0; next }
	marked && /^\.Bd / { inside = 1; marked = 0; next }
	/^\.Ed/ { inside = 0 }
	inside { command($0) }' "$1"
}

run_examples()
{
	local page=$1 dir=$BATS_TEST_TMPDIR/ex n=0 bad=0 f
	mkdir "$dir"
	extract "$page" "$dir"
	for f in "$dir"/*.sh; do
		[ -e "$f" ] || continue
		n=$((n + 1))
		rm -rf "$dir/at"
		cp -R "$BATS_FILE_TMPDIR/files" "$dir/at"
		if (cd "$dir/at" && sh -e "$f" >../out 2>../err) &&
		    { [ -s "$dir/out" ] ||
		    ! diff -r "$BATS_FILE_TMPDIR/files" "$dir/at" \
		    >"$dir/new"; }; then
			continue
		fi
		bad=$((bad + 1))
		echo "--- $(basename "$page"):"
		cat "$f" "$dir/err"
	done
	echo "# $(basename "$page"): $n examples, $bad failed" >&3
	[ "$n" -gt 0 ] || fail "$page has no example marked to run"
	[ "$bad" -eq 0 ]
}

@test "the examples of mlog-parse(1)" {
	run_examples "$root/man/mlog-parse.1"
}

@test "the examples of mlog-agg(1)" {
	run_examples "$root/man/mlog-agg.1"
}

@test "the examples of mlog-prom(1)" {
	run_examples "$root/man/mlog-prom.1"
}

@test "the examples of mlog-otlp(1)" {
	run_examples "$root/man/mlog-otlp.1"
}

@test "the examples of mlog(7)" {
	run_examples "$root/man/mlog.7"
}

@test "the examples of the formats" {
	run_examples "$root/man/mlog-event.5"
	rm -rf "$BATS_TEST_TMPDIR/ex"
	run_examples "$root/man/mlog-snapshot.5"
}

@test "the rules that mlog-rules(5) ends with are rules" {
	sed -n '/^\.Sh EXAMPLES/,$p' "$root/man/mlog-rules.5" |
		sed -n '/^\.Bd/,/^\.Ed/p' | sed '/^\.[BE]d/d; s/\\e/\\/g' \
		>"$BATS_TEST_TMPDIR/page.rules"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/page.rules")" -gt 10 ]
	mlog-agg --check -r "$BATS_TEST_TMPDIR/page.rules"
}
