# The benchmark's two tables, of lines "ROUND UNIT ROW BYTES WALL CPU PEAK"
# (microseconds, KiB), of the lines of pairs(), which come first, and of
# "fold-cost READING FOLDING" (nanoseconds of an event). Speed is
# by wall time. Where others use the machine too, the ratio by processor time
# is the better one; it says nothing of two programs at the ends of a pipe.

function median(list, n,    v, i, j, k) {
	split(list, v, " ")
	for (i = 2; i <= n; i++) {
		k = v[i] + 0
		for (j = i - 1; j > 0 && v[j] + 0 > k; j--)
			v[j + 1] = v[j]
		v[j + 1] = k
	}
	if (n % 2 == 1)
		return v[(n + 1) / 2] + 0
	return (v[n / 2] + v[n / 2 + 1]) / 2
}

function speed(row) {
	return median(rate[row], n[row])
}

function ratio(row, base) {
	if (!(base in n))
		return sprintf("%9s", "-")
	return sprintf("%8.1fx", speed(row) / speed(base))
}

function target(name, unit, least, reach, got, by_cpu, ok) {
	printf "%-18s %8s%s %8s%s %8.2f%s %9s  %s\n", name, least, unit,
	    reach, unit, got, unit, by_cpu, ok ? "ok" : "MISSED"
}

# Adds the ratio of a pair that is complete to its lists.
function meet(unit, round, a, b) {
	paired[unit] = paired[unit] " " \
	    at[unit, round, a] / at[unit, round, b]
	burnt[unit] = burnt[unit] " " \
	    per[unit, round, a] / per[unit, round, b]
	npaired[unit]++
}

NF == 5 {
	pair[++npairs] = $1
	above[$1] = $2
	below[$1] = $3
	least[$1] = $4
	reach[$1] = $5
	next
}

$1 == "fold-cost" {
	reading = $2
	folding = $3
	next
}

{
	if (!($3 in n))
		row[++nrows] = $3
	n[$3]++
	rate[$3] = rate[$3] " " $4 / $5
	wall[$3] = wall[$3] " " $5 / 1e6
	cpu[$3] = cpu[$3] " " $6 / 1e6
	if ($7 > peak[$3])
		peak[$3] = $7
	at[$2, $1, $3] = $4 / $5
	per[$2, $1, $3] = $4 / ($6 > 0 ? $6 : 1)
	if (($2, $1, above[$2]) in at && ($2, $1, below[$2]) in at)
		meet($2, $1, above[$2], below[$2])
}

END {
	count = split(order, list, " ")
	printf "%-14s %9s %9s %9s %8s %9s %9s %9s\n", "", "MB/s", "wall/s",
	    "cpu/s", "peak/MB", "jansson", "jq", "simdjson"
	for (i = 1; i <= count; i++) {
		r = list[i]
		if (!(r in n))
			continue
		printf "%-14s %9.1f %9.3f %9.3f %8.1f %s %s %s\n", r,
		    speed(r), median(wall[r], n[r]), median(cpu[r], n[r]),
		    peak[r] / 1024, ratio(r, "jansson"), ratio(r, "jq"),
		    ratio(r, "simdjson")
		if (r !~ /^(pipe|agg|fold$|duckdb)/ && median(wall[r], n[r]) > \
		    1.1 * median(cpu[r], n[r]) + 0.005)
			busy++
		if (index(rivals " ", " " r " ") == 0 && r != "agg" &&
		    peak[r] > most)
			most = peak[r]
	}
	printf "\n%-18s %9s %9s %9s %9s\n", "target", "at least",
	    "reach for", "measured", "by cpu"
	for (i = 1; i <= npairs; i++) {
		p = pair[i]
		if (!(p in npaired))
			continue
		got = median(paired[p], npaired[p])
		burn = p ~ /^pipe/ ? "-" : \
		    sprintf("%.2fx", median(burnt[p], npaired[p]))
		target(p, "x", least[p], reach[p], got, burn, got >= least[p])
	}
	if (folding != "")
		target("fold-event/ns", " ", "<= 60", "<= 30", folding,
		    sprintf("+%.0f", reading), folding <= 60)
	if (most > 0)
		target("peak-memory/MB", " ", "<= 8", "<= 4", most / 1024,
		    "-", most <= 8192)
	if (busy > 0)
		printf "\nThe machine was busy: %d rows waited for a " \
		    "processor for more than a tenth of their time.\n", busy
}
