#!/usr/bin/env bats
# Logs on many cores and many hosts, as mlog(7) has it, by GNU parallel.

load helper

setup()
{
	at_tmp
	fold=$root/tests/bench/fold.rules
}

@test "parallel --pipepart gives the bytes of one process" {
	gen-bench -c -b 4M >app.log
	mlog-parse -q app.log | mlog-agg -q -r "$fold" >want
	for jobs in 2 5; do
		parts=$(parallel --pipepart -a app.log --block -1 -j $jobs -k \
		    --files "mlog-parse -q | mlog-agg -q -r '$fold'")
		[ "$(echo "$parts" | wc -l)" -ge $jobs ]
		mlog-agg --merge $parts >got
		rm $parts
		cmp want got
	done
}

@test "two hosts by ssh: merged, a file each, and to a collector" {
	# Where root is only a user's name sshd cannot become anybody.
	unshare -n -m true 2>/dev/null || impossible "no namespaces of root's"
	fetch_tools openssh-server openssh-client iproute2 libwrap0 libbpf1 \
	    libmnl0 libelf1 libbsd0 libmd0 libcap2 libxtables12 libfido2-1 \
	    libcbor0.8 libedit2
	gen-bench -c -b 1M >a.log
	gen-bench -c -b 2M | tail -n +2000 >b.log
	sed 's/^counter .*/& help "x"/' "$fold" >app.rules
	run -0 unshare -n -m sh "$root/tests/hosts/two.sh" "$root"
	for h in a b; do
		mlog-parse -q $h.log | mlog-agg -q -r app.rules >$h.want
		mlog-prom $h.want | diff - host$h.prom
	done
	mlog-agg --merge a.want b.want >want
	cmp want app.snap
	run -0 mlog-otlp -n app.snap
	assert_output --partial '"resourceMetrics"'
}
