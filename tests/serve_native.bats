#!/usr/bin/env bats
# What reads mlog-prom's output in the field, as it is: a real Prometheus that
# asks for protobuf and takes native histograms, and node_exporter's textfile
# collector.

load helper
load serve

setup()
{
	at_tmp
	make_snap
}

teardown()
{
	stop_all
}

# An exponential histogram of scale 0: one value in (1,2], three in (2,4], two
# in (4,8], one zero, one in [-2,-1).
sketch()
{
	seal sketch.snap <<'END'
{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{}}
{"family":"wait_seconds","type":"exponential_histogram","kind":"histogram","rule":"0000000000000001","unit":"","help":"Wait"}
{"name":"wait_seconds","labels":{"queue":"a"},"count":8,"sum":20.5,"min":-1.5,"max":6,"scale":0,"zero_count":1,"zero_threshold":0,"positive":{"offset":0,"counts":[1,3,2]},"negative":{"offset":0,"counts":[1]}}
END
}

@test "Prometheus takes native histograms by protobuf" {
	fetch_tools prometheus
	sketch
	start_inetd "--serve $PWD/sketch.snap"
	web=$(free_port)
	cat >prometheus.yml <<-END
	global: { scrape_interval: 1s, scrape_timeout: 1s }
	scrape_configs:
	  - job_name: mlog
	    static_configs: [ { targets: [ "127.0.0.1:$port" ] } ]
	END
	later tool prometheus --config.file=prometheus.yml \
		--enable-feature=native-histograms \
		--storage.tsdb.path="$PWD/data" --log.level=warn \
		--web.listen-address="127.0.0.1:$web" 2>prometheus.log
	wait_for 30 query 'up{job="mlog"} == 1' || fail "$(cat prometheus.log)"
	run query 'histogram_count(wait_seconds{queue="a"})'
	assert_output 8
	run query 'histogram_sum(wait_seconds{queue="a"})'
	assert_output 20.5
	# Half of the eight lie in or below the bucket (2,4].
	run query 'histogram_quantile(0.5, wait_seconds{queue="a"})'
	awk -v q="$output" 'BEGIN { exit !(q > 2 && q <= 4) }' ||
		fail "the median is $output"
	run query 'histogram_fraction(4, 8, wait_seconds{queue="a"})'
	assert_output 0.25
	run query 'histogram_fraction(-2, -1, wait_seconds{queue="a"})'
	assert_output 0.125
	# Native only: the classic buckets are for those who cannot.
	run query 'count({__name__="wait_seconds_bucket"}) or vector(0)'
	assert_output 0
}

@test "node_exporter's textfile collector takes what -o writes" {
	fetch_tools prometheus-node-exporter
	sketch
	mkdir textfile
	mlog-prom -o textfile/app.prom app.snap
	mlog-prom -o textfile/sketch.prom sketch.snap
	port=$(free_port)
	later tool prometheus-node-exporter --collector.disable-defaults \
		--collector.textfile --collector.textfile.directory="$PWD/textfile" \
		--web.listen-address="127.0.0.1:$port" 2>exporter.log
	listens
	curl -sf "http://127.0.0.1:$port/metrics" >answer
	run grep -x 'node_textfile_scrape_error 0' answer
	assert_success
	# Every series of both is there, with its value.
	cat textfile/*.prom | grep -v '^#' | sort >want
	[ "$(wc -l <want)" -gt 12 ]
	sort answer | comm -13 - want >lost
	[ ! -s lost ] || fail "$(cat lost)"
	[ "$(grep -c '^node_textfile_mtime_seconds{file=' answer)" -eq 2 ]
}
