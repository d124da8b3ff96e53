#!/usr/bin/env bats
# mlog-otlp's transports: every answer that a collector may give, by each.

load helper
load otlp

# row WANT SHOWN COMMAND...: runs it; fails the test unless exit code and
# number of requests are "CODE/REQUESTS" as wanted; a line of the table.
row() {
	local want=$1 shown=$2 code=0 got_n
	shift 2
	"$@" >out 2>&1 || code=$?
	got_n=$(cat "$got/requests.jsonl" 2>/dev/null | wc -l)
	printf '# %-34s exit %2d, %d requests  %s\n' "$shown" "$code" \
		"$got_n" "$(sed -n 's/.*\(Export\|metrics\): //p' out |
		head -n 1 | cut -c 1-60)" >>table
	[ "$code/$got_n" = "$want" ] || {
		cat table out >&2
		fail "$shown: $code/$got_n, wanted $want"
	}
}

# http_row WANT ANSWERS [OPTION...]
http_row() {
	local want=$1 answers=$2
	shift 2
	receiver_stop
	rm -rf "${got:-none}"
	receiver_start --answers "$answers"
	row "$want" "HTTP $answers" otlp "$@" small.snap
}

# grpc_row WANT ANSWERS [OPTION...]: of the server that was started.
grpc_row() {
	local want=$1 answers=$2
	shift 2
	rows=$((${rows:-0} + 1))
	echo "$rows:$answers" >"$got/answers"
	rm -f "$got/requests.jsonl"
	row "$want" "gRPC $answers" otlp -p grpc "$@" small.snap
}

show_table() {
	cat table >&3
}

@test "HTTP: how each answer ends" {
	local date
	date=$(date -u -d '+2 seconds' '+%a %d %b %Y %T GMT')
	http_row 0/1 200
	http_row 0/1 201
	http_row 0/1 204
	http_row 0/1 garbage
	http_row 0/1 huge
	http_row 0/1 bomb
	http_row 0/1 partial=0
	http_row 1/1 partial=2
	http_row 0/2 429,200 --retry-for 3s
	http_row 0/2 429:Retry-After=1,200 --retry-for 3s
	http_row 0/2 "429:Retry-After=$date,200" --retry-for 5s
	http_row 75/1 429:Retry-After=3600,200 --retry-for 3s
	http_row 0/2 502,200 --retry-for 3s
	http_row 0/2 503,200 --retry-for 3s
	http_row 0/2 504,200 --retry-for 3s
	http_row 75/1 503
	http_row 1/1 500
	http_row 1/1 400
	http_row 1/1 401
	http_row 1/1 403
	http_row 1/1 404
	http_row 1/1 408
	http_row 1/9 413
	http_row 0/3 limit=3
	http_row 0/2 head-reset,200 --retry-for 3s
	http_row 0/2 body-reset,200 --retry-for 3s
	http_row 0/2 reset,200 --retry-for 3s
	http_row 0/2 close,200 --retry-for 3s
	http_row 0/2 half,200 --retry-for 3s
	http_row 75/1 slow=3 --timeout 300ms
	http_row 2/1 nothttp
	http_row 1/1 307:Location=/again
	[ "$(wc -l <table)" = 32 ]
	show_table
}

@test "gRPC: how each status ends" {
	grpc_start
	grpc_row 0/1 0
	grpc_row 1/1 partial=2
	for status in 1 4 10 11 14 15; do
		grpc_row 0/2 "$status,0" --retry-for 3s
	done
	for status in 2 3 5 6 7 8 9 13 16; do
		grpc_row 1/1 "$status,0" --retry-for 3s
	done
	# Once with gzip, once without.
	grpc_row 1/2 12
	grpc_row 1/1 12 --compress none
	grpc_row 0/2 nogzip,0
	grpc_row 0/2 retry=8=1,0 --retry-for 3s
	grpc_row 0/2 retry=14=2,0 --retry-for 4s
	grpc_row 75/1 retry=14=60,0 --retry-for 4s
	grpc_row 0/3 limit=200
	grpc_row 75/1 slow=3 --timeout 300ms
	[ "$(wc -l <table)" = 25 ]
	show_table
}

@test "gRPC: how each end of a stream ends" {
	h2_start
	grpc_row 0/1 ok
	grpc_row 0/2 nogzip
	grpc_row 0/1 garbage
	grpc_row 0/2 only=14,ok --retry-for 3s
	grpc_row 1/1 only=3
	grpc_row 1/1 early=8
	grpc_row 1/1 none
	grpc_row 1/1 empty
	grpc_row 1/1 odd=abc
	grpc_row 1/1 odd=99
	grpc_row 1/1 giant
	grpc_row 1/1 http=200
	grpc_row 1/1 http=401
	grpc_row 1/1 http=404
	grpc_row 0/2 http=503=1,ok --retry-for 3s
	grpc_row 75/1 http=503=60,ok --retry-for 3s
	grpc_row 1/1 goaway=14
	grpc_row 0/2 away,ok --retry-for 3s
	grpc_row 0/2 reset,ok --retry-for 3s
	grpc_row 0/2 close,ok --retry-for 3s
	grpc_row 0/2 rst=8,ok --retry-for 3s
	grpc_row 1/1 rst=11
	grpc_row 1/1 rst=12
	grpc_row 1/1 rst=2
	# libcurl itself tries a refused stream again.
	grpc_row 75/6 rst=7
	grpc_row 1/1 broken
	run cat out
	assert_output --partial 'INVALID_ARGUMENT: a%zz%4é %'
	[ "$(wc -l <table)" = 26 ]
	show_table
}

@test "gRPC to a server of HTTP/1: a hint" {
	receiver_start
	run otlp -p grpc small.snap
	assert_failure 75
	assert_output --partial "OTLP/HTTP (4318)"
}

@test "gRPC: path, fields, timeout, and a message that protoc decodes" {
	grpc_start
	OTEL_EXPORTER_OTLP_HEADERS='Api-Key=k%20v,grpc-timeout=1S' \
		run otlp -p grpc --timeout 7s small.snap
	assert_success
	# What gRPC keeps for itself cannot be set.
	assert_output --partial "header grpc-timeout cannot be set"
	run received_jq '.[0] | .path, .metadata["api-key"][0], .deadline,
		(.metadata["user-agent"][0] | startswith("mlog/"))'
	assert_output "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export
k v
true
true"
	protoc --decode=opentelemetry.proto.ExportMetricsServiceRequest \
		-I "$root/tests/receiver" collector.proto \
		<"$got/000.body" >decoded
	[ "$(grep -c as_double decoded)" = 5 ]
	receiver_stop
	h2_start
	otlp -p grpc --timeout 7s small.snap
	run received_jq '.[0].metadata | .te, ."content-type",
		."grpc-timeout", ."grpc-encoding", (has("accept") or
		has("expect") or has("content-encoding"))'
	assert_output "trailers
application/grpc
7000m
gzip
false"
	# The frame: compressed, length of what follows, gzip.
	run od -An -tx1 -N 7 "$got/000.frame"
	assert_output " 01 $(printf '%08x' $(($(wc -c <"$got/000.frame") - 5)) |
		sed 's/../& /g')1f 8b"
}

@test "gRPC: each signal has its service" {
	grpc_start
	echo '{"time":"2026-11-21T09:30:00Z","event":"e","request_id":"r"}' |
		mlog-parse >events
	run otlp -p grpc --signal logs,traces events
	assert_success
	run received_jq '[.[].path] | sort | .[]'
	assert_output "/opentelemetry.proto.collector.logs.v1.LogsService/Export
/opentelemetry.proto.collector.trace.v1.TraceService/Export"
}

@test "gRPC: three calls in a row, in the clear and by TLS" {
	grpc_start
	run otlp -v -p grpc --batch 2 small.snap
	assert_success
	assert_output --partial "batches 3, items 5,"
	receiver_stop
	certificates
	grpc_start --tls server.pem server.key
	run mlog-otlp -v -p grpc -u "https://localhost:$port" --batch 2 \
		--allow-private --retry-for 0 --cacert ca.pem small.snap
	assert_success
	assert_output --partial "batches 3, items 5,"
	[ "$(received)" = 3 ]
	run mlog-otlp -p grpc -u "https://localhost:$port" --allow-private \
		--retry-for 0 small.snap
	assert_failure 2
	assert_output --partial certificate
}

@test "gRPC by TLS with a server of HTTP/1 only: exit 2, and why" {
	certificates
	receiver_start --tls server.pem server.key
	run mlog-otlp -p grpc -u "https://localhost:$port" --allow-private \
		--retry-for 0 --cacert ca.pem small.snap
	[ "$status" = 2 ] || [ "$status" = 75 ]
	assert_output --partial "4318"
}

# A CA, a server's and a client's certificate.
certificates() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout ca.key -out ca.pem -days 2 -subj /CN=ca 2>/dev/null
	local who
	for who in server client; do
		openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
			-keyout $who.key -out $who.csr -subj /CN=localhost \
			2>/dev/null
		printf 'subjectAltName=DNS:localhost\n' >ext
		openssl x509 -req -in $who.csr -CA ca.pem -CAkey ca.key \
			-CAcreateserial -days 2 -extfile ext -out $who.pem \
			2>/dev/null
	done
	chmod 600 ./*.key
}

@test "mutual TLS, by options and by the environment" {
	certificates
	grpc_start --tls server.pem server.key ca.pem
	url=https://localhost:$port
	run mlog-otlp -p grpc -u "$url" --allow-private --retry-for 0 \
		--cacert ca.pem small.snap
	assert_failure
	[ ! -e "$got/requests.jsonl" ]
	run mlog-otlp -p grpc -u "$url" --allow-private --cacert ca.pem \
		--cert client.pem --key client.key small.snap
	assert_success
	export OTEL_EXPORTER_OTLP_CERTIFICATE=ca.pem
	export OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE=client.pem
	export OTEL_EXPORTER_OTLP_CLIENT_KEY=nobody.key
	export OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY=client.key
	run mlog-otlp -p grpc -u "$url" --allow-private small.snap
	assert_success
	[ "$(received)" = 2 ]
	OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY=none.key run mlog-otlp -p grpc \
		-u "$url" --allow-private small.snap
	assert_failure 2
}

@test "TLS: an expired certificate, another CA, another name: exit 2, and why" {
	certificates
	mkdir certs
	: >index
	printf '%s\n' '[ca]' 'default_ca = c' '[c]' 'database = index' \
		'serial = serial' 'new_certs_dir = certs' 'default_md = sha256' \
		'policy = p' 'x509_extensions = x' '[p]' 'commonName = supplied' \
		'[x]' 'subjectAltName = DNS:localhost' >ca.cnf
	openssl ca -batch -config ca.cnf -create_serial -cert ca.pem -keyfile ca.key \
		-in server.csr -out expired.pem -notext \
		-startdate 20240101000000Z -enddate 20240201000000Z 2>/dev/null
	receiver_start --tls expired.pem server.key
	run otlp -u "https://localhost:$port" --cacert ca.pem small.snap
	assert_failure 2
	assert_output --partial "expired"
	receiver_stop
	rm -r "$got"
	receiver_start --tls server.pem server.key
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout other.key -out other.pem -days 2 -subj /CN=ca 2>/dev/null
	run otlp -u "https://localhost:$port" --cacert other.pem small.snap
	assert_failure 2
	assert_output --partial certificate
	run otlp -u "https://127.0.0.1:$port" --cacert ca.pem small.snap
	assert_failure 2
	assert_output --partial "127.0.0.1"
	[ ! -s "$got/requests.jsonl" ]
	run otlp -u "https://localhost:$port" --cacert ca.pem small.snap
	assert_success
	port=$(free_port)
	later python3 -m http.server --bind 127.0.0.1 "$port" >/dev/null 2>&1
	wait_for 5 curl -s "http://127.0.0.1:$port"
	run otlp -u "https://localhost:$port" small.snap
	assert_failure 75
	assert_output --partial "without TLS?"
}

@test "a key with a passphrase: nobody is asked, the input is not read for it" {
	certificates
	grpc_start --tls server.pem server.key ca.pem
	openssl ec -in client.key -aes128 -passout pass:secret \
		-out locked.key 2>/dev/null
	run setsid -w timeout 10 mlog-otlp -p grpc -u "https://localhost:$port" \
		--allow-private --cacert ca.pem --cert client.pem --key locked.key \
		<small.snap
	assert_failure 2
	assert_output --partial locked.key
	refute_output --partial pass
}

# proxy_start STATUS...: sets $proxy.
proxy_start() {
	stop_all
	rm -f proxy.*
	later python3 "$root/tests/receiver/proxy.py" . "$@"
	wait_for 5 test -s proxy.port
	proxy=http://127.0.0.1:$(cat proxy.port)
}

@test "a proxy connects to what is https, and to gRPC; TLS goes through it" {
	certificates
	printf 'Authorization: s3cret\n' >h
	chmod 600 h
	receiver_start --tls server.pem server.key
	proxy_start
	run otlp -H h --proxy "$proxy" -u "https://localhost:$port" \
		--cacert ca.pem small.snap
	assert_success
	run received_jq '.[0].headers[] | join(": ")'
	assert_line "Authorization: s3cret"
	# Whom it has connected to must show whose certificate it is.
	run otlp --proxy "$proxy" -u "https://collector.example:$port" \
		--cacert ca.pem small.snap
	assert_failure 2
	[ "$(received)" = 1 ]
	receiver_stop
	rm -r "$got"
	grpc_start --tls server.pem server.key ca.pem
	run otlp -p grpc --proxy "$proxy" -u "https://localhost:$port" \
		--cacert ca.pem --cert client.pem --key client.key -H h small.snap
	assert_success
	[ "$(received)" = 1 ]
	run cat proxy.heads
	assert_line --partial "CONNECT localhost:$port"
	refute_output --partial s3cret
}

@test "a proxy that refuses is a matter of configuration, one that fails is not" {
	local want form
	for want in 403:2 407:2 429:75 502:75 503:75; do
		for form in http/protobuf grpc; do
			proxy_start "${want%:*}"
			run mlog-otlp -p $form --allow-private --retry-for 0 \
				--proxy "$proxy" -u https://localhost:4318 small.snap
			assert_failure "${want#*:}"
			assert_output --partial "${want%:*}"
		done
	done
}

@test "gRPC endpoints: a bare host:port, INSECURE, a path ignored" {
	grpc_start
	export MLOG_OTLP_ALLOW_PRIVATE=true OTEL_EXPORTER_OTLP_PROTOCOL=GRPC
	bare=127.0.0.1:$port
	OTEL_EXPORTER_OTLP_INSECURE=true run mlog-otlp -u "$bare" small.snap
	assert_success
	OTEL_EXPORTER_OTLP_METRIC_INSECURE=true run mlog-otlp -u "$bare" \
		small.snap
	assert_success
	# Without it a bare endpoint is https; a scheme always wins.
	run mlog-otlp --retry-for 0 -u "$bare" small.snap
	assert_failure 75
	OTEL_EXPORTER_OTLP_METRICS_INSECURE=false run mlog-otlp \
		-u "http://$bare/some/path?x=y" small.snap
	assert_success
	run received_jq '[.[].path] | unique | length'
	assert_output 1
	[ "$(received)" = 3 ]
}

@test "HTTP/JSON: type, body, and answers in JSON" {
	receiver_start --answers 200,jsonpartial=2,json=400=no
	run otlp -v -p http/json small.snap
	assert_success
	run received_jq '.[0].headers[] | join(": ")'
	assert_line "Content-Type: application/json"
	assert_line "Content-Encoding: gzip"
	# What a dry run shows is what is sent.
	mlog-otlp -n small.snap | jq -S . >dry
	received_jq '.[0].json' | jq -S . >sent
	run diff dry sent
	assert_success
	run otlp -v -p http/json small.snap
	assert_failure 1
	assert_output --partial "rejected 2 of 5 data points: bad"
	OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http/json run otlp small.snap
	assert_failure 1
	assert_output --partial "HTTP 400: no"
}

@test "HTTP/JSON: no body over --max-bytes either" {
	receiver_start
	points 200 many.snap
	run otlp -v -p http/json --max-bytes 8K many.snap
	assert_success
	assert_output --partial "items 200,"
	run received_jq '[.[].unpacked] | (max <= 8192), (length > 2)'
	assert_output "true
true"
}

@test "an unknown protocol: an error as option, a warning as variable" {
	receiver_start
	run otlp -p http small.snap
	assert_failure 2
	assert_output --partial 'none of http/protobuf, http/json, grpc'
	OTEL_EXPORTER_OTLP_PROTOCOL=thrift run otlp small.snap
	assert_success
	assert_output --partial OTEL_EXPORTER_OTLP_PROTOCOL
	run received_jq '.[0].headers[] | join(": ")'
	assert_line "Content-Type: application/x-protobuf"
}

@test "OTEL_METRICS_EXPORTER=none sends nothing" {
	receiver_start
	OTEL_METRICS_EXPORTER=none run otlp small.snap
	assert_success
	[ "$(received)" = 0 ]
}
