# Numbered events from..to, and in each the bits of its number.
#	awk -v from=1 -v to=1000 -f lines.awk
BEGIN {
	for (n = from; n <= to; n++) {
		printf "{\"time\":\"2026-11-21T09:%02d:%02dZ\"," \
		    "\"event\":\"e\",\"n\":%d", int(n / 60) % 60, n % 60, n
		for (b = 0; b < 24; b++)
			printf ",\"b%d\":%d", b, int(n / 2 ^ b) % 2
		print "}"
	}
}
