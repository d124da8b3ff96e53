#!/bin/sh
# usage: sh tests/dialects/make.sh [NAME...]
# Makes the samples that real loggers write anew: NAME/in from NAME/make.*,
# and with expect.py a draft of NAME/out, which a person then reads. All of
# them without names. Not part of `make check`; README.md says which Debian
# and npm packages are wanted. Servers run on 127.0.0.1 for a moment and are
# ended by their own pid.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$here/../../build/dialects
mkdir -p "$work"
work=$(cd "$work" && pwd)
TZ=UTC
LC_ALL=C.UTF-8
export TZ LC_ALL

# Debian packages that are not installed: unpacked, not set up.
unpack()
{
	sh "$here/../tools.sh" "$@"
	root=$(cd "$here/../../build/tools/root" && pwd)
}

# Programs see the clock move 250 ms at each reading.
ticking()
{
	faketime -f '@2026-11-21 09:24:11.469213 i0.25' "$@"
}

node_modules()
{
	[ -d "$work/node_modules/pino" ] || npm install --prefix "$work" \
	    --no-audit --no-fund --ignore-scripts pino@10.4.0 bunyan@2.0.5 \
	    winston@3.19.0 @elastic/ecs-pino-format@1.5.0 \
	    @elastic/ecs-winston-format@1.5.3 \
	    @aws-lambda-powertools/logger@2.36.0 \
	    @google-cloud/pino-logging-gcp-config@1.3.6 \
	    @opentelemetry/api@1.9.1 @opentelemetry/sdk-logs@0.223.1 \
	    @opentelemetry/resources@2.12.1 \
	    @opentelemetry/otlp-transformer@0.223.1 >&2
}

with_node()
{
	node_modules
	cp "$here/clock.js" "$work/clock.js"
	cp "$here/$1/make.js" "$work/shop.js"
	(cd "$work" && METADATA_SERVER_DETECTION=none \
	    node -r ./clock.js shop.js 2>&1)
}

with_python()
{
	cp "$here/$1/make.py" "$work/app.py"
	(cd "$work" && ticking /usr/bin/python3 app.py)
}

# Debian's Go libraries are a GOPATH.
with_go()
{
	cp "$here/$1/make.go" "$work/cart.go"
	(cd "$work" && GO111MODULE=off GOPATH=/usr/share/gocode \
	    GOCACHE=$work/gocache go build -o cart cart.go && ./cart)
}

with_rust()
{
	mkdir -p "$work/rust/src" "$work/rust/.cargo"
	cp "$here/$1/make.rs" "$work/rust/src/main.rs"
	cp "$here/$1/make.toml" "$work/rust/Cargo.toml"
	printf '[source.crates-io]\nreplace-with = "debian"\n' \
	    >"$work/rust/.cargo/config.toml"
	printf '[source.debian]\ndirectory = "/usr/share/cargo/registry"\n' \
	    >>"$work/rust/.cargo/config.toml"
	(cd "$work/rust" && cargo build -q --offline &&
	    ticking target/debug/shop)
}

with_php()
{
	cp "$here/$1/make.php" "$work/cart.php"
	(cd "$work" && ticking php cart.php)
}

with_java()
{
	mkdir -p "$work/java"
	cp "$here/$1/make.java" "$work/java/Make.java"
	cp "$here/$1/make.xml" "$work/java/log4j2.xml"
	jars=/usr/share/java
	path=$jars/log4j-api.jar:$jars/log4j-core.jar:$jars/jackson-core.jar
	path=$path:$jars/jackson-databind.jar:$jars/jackson-annotations.jar:.
	(cd "$work/java" && javac -encoding UTF-8 -cp "$path" Make.java &&
	    java "-Dlog4j2.clock=Make\$Ticks" -Dfile.encoding=UTF-8 \
		-Dstdout.encoding=UTF-8 -cp "$path" Make)
}

with_nginx()
{
	unpack nginx
	rm -rf "$work/nginx"
	mkdir -p "$work/nginx/tmp"
	cp "$here/$1/make.conf" "$work/nginx/nginx.conf"
	"$root/usr/sbin/nginx" -p "$work/nginx" -c nginx.conf \
	    2>/dev/null & pid=$!
	sleep 1
	for path in / /moved /gone '/broken?a=%C3%A4' /proxied; do
		curl -s -o /dev/null -A 'probe "1" ☕' \
		    -H 'X-Trace: 4bf92f3577b34da6a3ce929d0e0e4736' \
		    -H 'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' \
		    "http://127.0.0.1:18081$path"
	done
	kill "$pid"
	wait "$pid" || :
	(cd "$work/nginx" && cat iso.log local.log msec.log)
}

# Only what Caddy writes of requests; the rest is plain zap.
with_caddy()
{
	unpack caddy
	rm -rf "$work/caddy"
	mkdir -p "$work/caddy"
	cp "$here/$1/make.json" "$work/caddy"
	(cd "$work/caddy" && HOME=$PWD exec "$root/usr/bin/caddy" run \
	    --config make.json >/dev/null 2>&1) & pid=$!
	sleep 2
	for path in / /gone '/broken?a=1'; do
		curl -s -o /dev/null -A 'probe "1" ☕' \
		    -H 'X-Request-Id: req-1' "http://127.0.0.1:18083$path"
	done
	kill "$pid"
	wait "$pid" || :
	grep '"logger":"http\.log' "$work/caddy/caddy.log"
}

# PostgreSQL refuses to run as root.
with_postgres()
{
	unpack postgresql-15
	pg=$(mktemp -d)
	cp "$here/$1/make.sql" "$here/$1/make.conf" "$pg"
	{
		echo "cd '$pg' && bin='$root/usr/lib/postgresql/15/bin'"
		echo "share='$root/usr/share/postgresql/15'"
		cat <<'S'
"$bin/initdb" -D data -U app --no-sync -A trust -E UTF8 --locale=C \
    -L "$share" >/dev/null
{ cat make.conf; echo "unix_socket_directories='$PWD'"
echo "dynamic_library_path='$bin/../lib'"; } >>data/postgresql.conf
"$bin/pg_ctl" -D data -w -l start.log start >/dev/null
psql -h "$PWD" -U app -d postgres -f make.sql >/dev/null 2>&1 || :
"$bin/pg_ctl" -D data -w stop >/dev/null
S
	} >"$pg/run.sh"
	chmod 755 "$pg"
	if [ "$(id -u)" -eq 0 ]; then
		chown -R nobody "$pg"
		su -s /bin/sh nobody -c "sh -e $pg/run.sh" >&2
	else
		sh -e "$pg/run.sh" >&2
	fi
	# Transactions, connections and durations are many and alike.
	grep -v -e 'Transaction(1)' -e 'is at 0/' -e MultiXact -e 'xid ' -e xmin \
	    -e 'Unix socket' -e transaction -e 'statement: do' "$pg/log/shop.json" |
	    grep -e application_name -e '"line_num":1,' | sed 20q
	rm -rf "$pg"
}

with_journald()
{
	unpack systemd-journal-remote libmicrohttpd12
	rm -f "$work/shop.journal"
	/usr/bin/python3 "$here/$1/make.py" >"$work/export"
	LD_LIBRARY_PATH=$(dirname "$(find "$root" -name 'libmicrohttpd.so.12')") \
	    "$root/lib/systemd/systemd-journal-remote" --split-mode=none \
	    -o "$work/shop.journal" "$work/export" 2>/dev/null
	journalctl --file "$work/shop.journal" -o json --all
}

# What is of this machine, or random, is made like any other.
clean()
{
	sed -e "s|$work/*|/srv/app/|g" -e 's|/srv/app//*|/srv/app/|g' \
	    -e 's|"logging.googleapis.com/insertId":"[^"]*"|"logging.googleapis.com/insertId":"..........4JMq5Uo8uLez4Tn"|' \
	    -e 's|"process": {"id": [0-9]*|"process": {"id": 4711|' \
	    -e 's|"thread": {"id": [0-9]*|"thread": {"id": 140000000000001|'
}

make_one()
{
	case $1 in
	gelf.graypy | loguru | python-json-logger | structlog) with_python "$1" ;;
	k8s | logrus | zap | zap-dev | zerolog) with_go "$1" ;;
	rust-tracing) with_rust "$1" ;;
	monolog) with_php "$1" ;;
	log4j2) with_java "$1" ;;
	nginx | caddy | postgres | journald) "with_$1" "$1" ;;
	*) with_node "$1" ;;
	esac >"$work/out"
	clean <"$work/out" >"$here/$1/in"
	python3 "$here/expect.py" "${1%%.*}" <"$here/$1/in" >"$here/$1/out"
}

if [ $# -eq 0 ]; then
	for dir in "$here"/*/; do
		[ ! -e "$dir/in" ] || set -- "$@" "$(basename "$dir")"
	done
fi
for name; do
	for f in "$here/$name"/make.*; do
		[ ! -e "$f" ] || { echo "$name"; make_one "$name"; break; }
	done
done
