# Prometheus text to the spelling of series.jq. -R, line by line.
include "series";

def unescape:
	[scan("\\\\.|[^\\\\]+")
	    | if . == "\\n" then "\n"
	      elif startswith("\\") then .[1:]
	      else . end] | join("");

select(test("^(#|$)") | not)
| capture("^(?<name>[^{ ]+)(\\{(?<labels>.*)\\})? (?<value>[^ ]+)$")
| .labels |= ([. // ""
    | scan("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"")
    | { (.[0]): (.[1] | unescape) }] | add // {})
| select(.name | startswith("mlog_") or . == "target_info" | not)
| sample(.name; .labels; .value)
