#!/usr/bin/env bats
# Whom mlog-otlp talks to, and what it never says. The addresses are tried in
# a network of the test's own, where each of them would answer.

load helper
load otlp

setup() {
	at_otlp
	points 3 few.snap
	export net=$root/tests/receiver/net.py
}

# in_net SCRIPT: with a network as net.py says, its server up, and a resolver
# whose answers begin with $first and go on with $second.
in_net() {
	namespaces nm
	echo 'nameserver 127.0.0.1' >resolv.conf
	cat >in_net <<'END'
mount --bind resolv.conf /etc/resolv.conf || exit 9
python3 "$net" up || exit 9
python3 "$net" listen net &
listener=$!
python3 "$net" dns asked "${first:-93.184.216.34}" "${second:-10.0.0.1}" &
resolver=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24; do
	[ -e net ] && [ -e asked.up ] && break
	sleep 0.5
done
sent() { python3 "$net" sent; }
push() { mlog-otlp --retry-for 0 "$@" few.snap >>said 2>&1; }
END
	cat "$1" >>in_net
	echo 'kill $listener $resolver' >>in_net
	timeout 200 unshare "$apart" sh in_net
}

@test "every spelling of an address that is not public: no packet" {
	python3 "$root/tests/receiver/spellings.py" >hosts
	n=$(wc -l <hosts)
	[ "$n" -ge 120 ]
	cat >script <<'END'
sent >before
while read -r host; do
	code=0
	push -u "http://$host" </dev/null || code=$?
	push -p grpc -u "http://$host" </dev/null || code=$code$?
	echo "$code $host"
done <hosts >codes
sent >after
push --allow-private -u http://10.0.0.1 || true
sent >control
END
	in_net script
	run grep -v '^22 ' codes
	assert_output ''
	[ "$(wc -l <codes)" = "$n" ]
	run diff before after
	assert_success
	# They were refused as what they are, but for what is no URL.
	[ "$(grep -c ' address' said)" -ge 240 ]
	# And a packet would have been seen.
	[ "$(cat control)" -gt "$(cat after)" ]
	run cat net.seen
	assert_output 10.0.0.1
	echo "# $n spellings, each by HTTP and gRPC, $(cat after) packets" >&3
}

@test "an answer of DNS that changes is looked at each time" {
	cat >script <<'END'
push -u http://collector.example:4318; echo $? >codes
sent >before
push -u http://collector.example:4318; echo $? >>codes
sent >after
push -u http://collector.example:4318 --allow-private; echo $? >>codes
END
	first=93.184.216.34 second=10.0.0.1 in_net script
	run cat codes
	assert_output "75
2
75"
	grep -q '10.0.0.1 is a private address' said
	# The second one asked the resolver, and connected to nobody.
	run sort -u net.seen
	assert_output "10.0.0.1
93.184.216.34"
	[ "$(wc -l <net.seen)" = 2 ]
}

@test "a name is resolved once: what is looked at is what is connected to" {
	cat >script <<'END'
push -u http://collector.example:4318; echo $? >codes
END
	first=10.0.0.1 second=93.184.216.34 in_net script
	run cat codes asked
	assert_output "2
10.0.0.1"
	[ ! -e net.seen ]
}

@test "redirects are not followed, proxy variables not read" {
	cat >script <<'END'
: >net.redirect
push -u http://93.184.216.34:4318; echo $? >codes
for v in http_proxy https_proxy HTTP_PROXY ALL_PROXY all_proxy; do
	export "$v=http://93.184.216.99:80"
done
push -u http://10.0.0.1:4318; echo $? >>codes
push -u http://93.184.216.34:4318; echo $? >>codes
END
	in_net script
	run cat codes
	assert_output "1
2
1"
	run sort -u net.seen
	assert_output 93.184.216.34
}

@test "--proxy: looked at too, and told no header of ours" {
	echo 'Authorization: s3cret' >h
	chmod 600 h
	cat >script <<'END'
sent >before
push --proxy http://10.0.0.9:80 -u http://93.184.216.34:4318
echo $? >codes
push --proxy http://93.184.216.99:80 -u http://10.0.0.1:4318
echo $? >>codes
push --proxy http://93.184.216.99:80 -u http://localhost:4318
echo $? >>codes
sent >after
push --proxy http://93.184.216.99:80 -H h -u https://collector.example
echo $? >>codes
push --proxy 93.184.216.99 -H h -p grpc -u http://collector.example:4317
echo $? >>codes
END
	in_net script
	run cat codes
	assert_output "2
2
2
75
75"
	run diff before after
	assert_success
	run sort -u net.seen
	assert_output 93.184.216.99
	[ ! -e asked ]
	run cat net.heads
	assert_line --partial "CONNECT collector.example:443"
	assert_line --partial "CONNECT collector.example:4317"
	refute_output --partial s3cret
	run mlog-otlp --proxy http://u:s3cret@h -u http://h few.snap
	assert_failure 2
	refute_output --partial s3cret
}

@test "each of 256 bytes in the name and the value of a header" {
	receiver_start
	run /usr/bin/python3 "$root/tests/receiver/header_bytes.py" \
		"http://127.0.0.1:$port" few.snap "$got/requests.jsonl"
	assert_success
	# Values: all but 32 controls less HTAB, and DEL. Names: 77 of a token,
	# and the colon that ends one.
	assert_output "accepted 302, refused 210"
}

@test "the same by the environment: what is wrong is left out" {
	receiver_start
	for from in 0 64 128 192; do
		list=
		for i in $(seq "$from" $((from + 63))); do
			list=$list,x$i=a%$(printf %02x "$i")b
		done
		OTEL_EXPORTER_OTLP_HEADERS=$list mlog-otlp --allow-private \
			-u "http://127.0.0.1:$port" few.snap 2>>said
	done
	[ "$(grep -c 'left out' said)" = 32 ]
	run received_jq '[.[].headers[] | select(.[0] | test("^x[0-9]"))] |
		length, (map(select(.[1] | startswith("a") and endswith("b") and
		length == 3)) | length)'
	assert_output "224
224"
}

@test "secrets are in no spool, message, status or dry run" {
	echo 'Authorization: s3cret' >h
	chmod 600 h
	export OTEL_EXPORTER_OTLP_METRICS_HEADERS='x=t0psecret'
	for p in http/protobuf http/json grpc; do
		port=$(free_port)
		mlog-otlp -v -p $p -u "http://127.0.0.1:$port" \
			--allow-private --retry-for 0 --spool spool -H h \
			few.snap >>out 2>&1 || true
		mlog-otlp -v -p $p -u "http://127.0.0.1:$port" \
			--allow-private --retry-for 0 --spool spool \
			few.snap >>out 2>&1 || true
	done
	mlog-otlp --spool spool --spool-status >>out
	mlog-otlp -n -H h few.snap >>out
	[ "$(ls spool/*.otlp | wc -l)" = 6 ]
	grep -q 'not sent' out
	run grep -rE 's3cret|t0psecret' spool out
	assert_failure 1
}
