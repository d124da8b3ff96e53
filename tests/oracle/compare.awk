# awk -f compare.awk WANT GOT: two files in the spelling of series.jq. Whole
# numbers must be equal, others within 1e-9 of each other. Prints what differs
# and how much was compared; exit 1 for a difference or nothing compared.
{
	at = match($0, / [^ ]*$/)
	key = substr($0, 1, at - 1)
	value = substr($0, at + 1)
}
NR == FNR {
	want[key] = value
	next
}
!(key in want) {
	print "not wanted: " $0
	bad++
	next
}
{
	w = want[key]
	delete want[key]
	n++
	if (w == value || w + 0 == value + 0)
		next
	d = w - value
	size = w < 0 ? -w : w
	whole = (w == int(w) && value == int(value))
	if (whole || d > 1e-9 * size || -d > 1e-9 * size) {
		print "wanted " w ": " $0
		bad++
	}
}
END {
	for (key in want) {
		print "missing: " key " " want[key]
		bad++
	}
	print n + 0 " samples equal or checked, " bad + 0 " differ"
	exit bad > 0 || n == 0
}
