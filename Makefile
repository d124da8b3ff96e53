# mlog: make, make demo, make check, make install (GNU make).
#
# SAN=1 builds with ASan and UBSan, DEBUG=1 without optimisation, each in a
# folder of its own below build/. CC=clang works as CC=gcc does. V=1 shows the
# commands.

VERSION = 0.1.0
PREFIX = /usr/local
DESTDIR =
CC = gcc
CXX = g++
AR = ar
PKG_CONFIG = pkg-config
SUITES = ../shared/suites

kind := $(if $(SAN),san,$(if $(DEBUG),debug,release))$(if $(filter-out gcc,$(CC)),-$(notdir $(CC)))
B = build/$(kind)

# The processor that CC builds for: x86_64, aarch64 ...
machine := $(firstword $(subst -, ,$(shell $(CC) -dumpmachine)))

WARN = -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wformat=2 -Wvla
HARDEN = -fPIE -fstack-protector-strong -fstack-clash-protection \
	$(if $(filter x86_64 i%86,$(machine)),-fcf-protection)
ifneq ($(SAN),)
OPT = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all
else ifneq ($(DEBUG),)
OPT = -O0 -g
else
OPT = -O3 -g -D_FORTIFY_SOURCE=3
endif
CPPFLAGS =
CFLAGS =
LDFLAGS =
# FORTIFY_SOURCE=3 is more than clang 14 knows; it takes 2 for it.
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 \
	-DMLOG_VERSION='"$(VERSION)"' -Ilib -I. -I$(B)/gen $(CPPFLAGS) \
	$(WARN) $(HARDEN) $(OPT) $(TARGET) -ffile-prefix-map=$(CURDIR)=. $(CFLAGS)
# Each kernel of the scanner has the flags of its target, and no other file.
ifeq ($(machine),x86_64)
$(B)/lib/json/scan_avx2.o: TARGET = -mavx2 -mbmi -mpopcnt -mpclmul
$(B)/lib/json/scan_avx512.o: TARGET = -mavx512f -mavx512bw -mavx512vbmi2 \
	-mbmi -mpopcnt -mpclmul
endif
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now,--as-needed $(OPT) $(LDFLAGS)

commands := $(patsubst cmd/%.c,%,$(sort $(wildcard cmd/mlog-*.c)))
libs_mlog-parse = -lz -lpcre2-8 -ljansson
libs_mlog-agg = -lz -lpcre2-8 -ljansson
libs_mlog-prom = -lprotobuf-c -lz -lpcre2-8 -ljansson
libs_mlog-otlp = -lcurl -lprotobuf-c -ljansson -lz -lpcre2-8
libs_all = $(libs_mlog-otlp)

protos := $(wildcard lib/proto/*.proto)
proto_c := $(protos:lib/proto/%.proto=$(B)/gen/%.pb-c.c)
proto_h := $(proto_c:.c=.h)
lib_c := $(sort $(wildcard lib/*/*.c))
lib_o := $(lib_c:%.c=$(B)/%.o) $(proto_c:.c=.o)
unit_c := $(sort $(wildcard tests/unit/test_*.c))
unit := $(unit_c:tests/unit/%.c=$(B)/unit/%)
gens := $(B)/gen-synthorg $(B)/gen-bench $(B)/timed $(B)/noise \
	$(B)/rival-jansson $(B)/fold-cost

ifeq ($(V),)
say = @echo "$(1) $@";
endif

all: $(commands:%=$(B)/%) $(B)/packs

# ---- building

$(B)/%.o: %.c Makefile | $(proto_h)
	@mkdir -p $(@D)
	$(call say,cc) $(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen/%.pb-c.c $(B)/gen/%.pb-c.h: lib/proto/%.proto
	@mkdir -p $(B)/gen
	$(call say,protoc) protoc-c --proto_path=lib/proto --c_out=$(B)/gen $<

# What protoc-c writes is not ours to mend.
$(B)/gen/%.pb-c.o: $(B)/gen/%.pb-c.c
	$(call say,cc) $(CC) $(ALL_CFLAGS) -w -c -o $@ $<

$(B)/libmlog.a: $(lib_o)
	$(call say,ar) rm -f $@ && $(AR) qcsD $@ $(lib_o)

$(B)/mlog-parse $(B)/mlog-agg $(B)/mlog-otlp: $(B)/cmd/rules.o
$(B)/mlog-parse $(B)/mlog-agg: $(B)/cmd/inputs.o $(B)/cmd/log_options.o
$(B)/mlog-otlp: $(B)/cmd/otlp_options.o $(B)/cmd/spans.o
$(B)/mlog-prom: $(B)/cmd/prom_options.o
$(B)/mlog-agg: $(B)/cmd/agg_options.o $(B)/cmd/agg_check.o
$(B)/mlog-agg: $(B)/cmd/agg_output.o
$(B)/mlog-agg: $(B)/cmd/merge.o
$(B)/mlog-agg: $(B)/cmd/logs.o $(B)/cmd/shares.o
$(B)/mlog-agg: $(B)/cmd/explain.o
$(B)/mlog-agg: $(B)/cmd/state.o $(B)/cmd/live.o $(B)/cmd/signals.o
$(B)/mlog-parse: $(B)/cmd/parse_options.o $(B)/cmd/resume.o
$(commands:%=$(B)/%): $(B)/%: $(B)/cmd/%.o $(B)/cmd/cmd.o \
		$(B)/cmd/say.o $(B)/cmd/progress.o $(B)/libmlog.a
	$(call say,ld) $(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) \
		$(libs_$*) -lm

# From the build tree rule packs are found beside the commands.
$(B)/packs:
	@mkdir -p $(B)
	@ln -sfn ../../lib/packs $@

# ---- what the tests need

$(unit): $(B)/unit/%: $(B)/tests/unit/%.o $(B)/libmlog.a
	@mkdir -p $(@D)
	$(call say,ld) $(CC) $(ALL_LDFLAGS) -o $@ $^ $(libs_all) -lm

synthorg_o := $(patsubst %.c,$(B)/%.o,$(filter-out tests/gen/bench.c tests/gen/noise.c,$(wildcard tests/gen/*.c)))
$(B)/gen-synthorg: $(synthorg_o)
	$(call say,ld) $(CC) $(ALL_LDFLAGS) -o $@ $^ -lm
$(B)/gen-bench: $(B)/tests/gen/bench.o $(B)/tests/gen/gen.o
	$(call say,ld) $(CC) $(ALL_LDFLAGS) -o $@ $^ -lm
$(B)/noise: $(B)/tests/gen/noise.o
	$(call say,ld) $(CC) $(ALL_LDFLAGS) -o $@ $^
$(B)/timed: $(B)/tests/bench/timed.o
	$(call say,ld) $(CC) $(ALL_LDFLAGS) -o $@ $^
$(B)/rival-jansson: $(B)/tests/bench/rival_jansson.o
	$(call say,ld) $(CC) $(ALL_LDFLAGS) -o $@ $^ -ljansson
$(B)/fold-cost: $(B)/tests/bench/fold_cost.o $(B)/libmlog.a
	$(call say,ld) $(CC) $(ALL_LDFLAGS) -o $@ $^ $(libs_mlog-agg) -lm
# Its header chooses a kernel when it is compiled.
$(B)/rival-simdjson: tests/bench/rival_simdjson.cc
	$(call say,c++) $(CXX) -std=c++17 -O2 -march=native -Wall -Wextra \
		-o $@ $< -lsimdjson

$(B)/rival-fold: tests/bench/rival_fold.cc
	$(call say,c++) $(CXX) -std=c++17 -O2 -march=native -Wall -Wextra \
		-o $@ $< -lsimdjson

# The comparison of the scanner's kernels; tests/cross.sh builds it for other
# processors, so it needs no library.
kernels_o := $(patsubst %.c,$(B)/%.o,$(wildcard tests/kernels/*.c)) \
	$(patsubst %.c,$(B)/%.o,$(wildcard lib/json/scan*.c)) \
	$(patsubst %,$(B)/lib/base/%.o,buf fault mem)
ifneq ($(machine),aarch64)
kernels_o += $(B)/tests/kernels/emulated/scan_neon.o
$(B)/tests/kernels/kernels.o: ALL_CFLAGS += -DKERNELS_EMULATED
endif
$(B)/tests/kernels/emulated/scan_neon.o: lib/json/scan_neon.c Makefile
	@mkdir -p $(@D)
	$(call say,cc) $(CC) $(ALL_CFLAGS) -Itests/kernels/emulated \
		-D__AARCH64EL__ -D__ARM_NEON -MMD -MP -c -o $@ $<
$(B)/kernels: $(kernels_o)
	$(call say,ld) $(CC) $(ALL_LDFLAGS) -o $@ $^

tests-built: all $(unit) $(gens) $(B)/kernels

# ---- the two commands of the README, and others

demo:
	@sh tests/deps.sh build
	@$(MAKE) --no-print-directory all $(B)/gen-synthorg
	@BUILD=$(B) sh tests/demo/demo.sh

check:
	@sh tests/deps.sh check
	@$(MAKE) --no-print-directory tests-built
	@$(MAKE) --no-print-directory SAN=1 all build/san/noise
	@BUILD=$(B) SUITES=$(SUITES) MAKE="$(MAKE)" CC="$(CC)" \
		sh tests/run.sh $(TESTS)

check-long:
	@sh tests/deps.sh check
	@LONG=1 $(MAKE) --no-print-directory check
	@LONG=1 $(MAKE) --no-print-directory check SAN=1
	@LONG=1 $(MAKE) --no-print-directory check CC=clang

lint:
	@sh tests/deps.sh lint
	@$(MAKE) --no-print-directory all
	sh tests/lint.sh $(lib_c) $(wildcard cmd/*.c)

coverage:
	@sh tests/deps.sh coverage
	@BUILD=$(B) SUITES=$(SUITES) MAKE="$(MAKE)" sh tests/coverage.sh

# The speed of what a user gets, beside the programs that are there for it:
# `make bench-deps` installs them.
bench:
	@sh tests/deps.sh build
	@$(MAKE) -s --no-print-directory all $(B)/gen-bench $(B)/timed \
		$(B)/rival-jansson $(B)/fold-cost
	@! echo '#include <simdjson.h>' | $(CXX) -E -x c++ - >/dev/null 2>&1 || \
		$(MAKE) -s --no-print-directory $(B)/rival-simdjson \
		$(B)/rival-fold
	@BUILD=$(B) sh tests/bench/run.sh

# The same for mlog-prom: rendering beside the Python client, and a scrape
# under inetd beside one of cat.
bench-prom:
	@sh tests/deps.sh check
	@$(MAKE) -s --no-print-directory all
	@BUILD=$(B) sh tests/bench/prom.sh
	@BUILD=$(CURDIR)/$(B) sh tests/bench/scrape.sh

# The same for mlog-otlp, beside jq and curl.
bench-otlp:
	@sh tests/deps.sh check
	@$(MAKE) -s --no-print-directory all $(B)/gen-bench $(B)/timed
	@BUILD=$(B) sh tests/bench/otlp.sh

# A commit of mlog-agg --state: 100,000 series, and 1,000 logs.
bench-state:
	@sh tests/deps.sh check
	@$(MAKE) -s --no-print-directory all
	@BUILD=$(B) sh tests/bench/state.sh

bench-deps:
	@sh tests/bench/deps.sh

deps:
	@sh tests/deps.sh build

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/mlog/packs \
		$(DESTDIR)$(PREFIX)/share/doc/mlog/examples
	install -m 755 $(commands:%=$(B)/%) $(DESTDIR)$(PREFIX)/bin
	for f in lib/packs/*.rules; do [ ! -f "$$f" ] || \
		install -m 644 "$$f" $(DESTDIR)$(PREFIX)/share/mlog/packs; done
	for f in man/*.[157]; do \
		d=$(DESTDIR)$(PREFIX)/share/man/man$${f##*.}; \
		install -d "$$d" && install -m 644 "$$f" "$$d"; done
	install -m 644 man/examples/* $(DESTDIR)$(PREFIX)/share/doc/mlog/examples

uninstall:
	rm -f $(commands:%=$(DESTDIR)$(PREFIX)/bin/%)
	rm -rf $(DESTDIR)$(PREFIX)/share/mlog $(DESTDIR)$(PREFIX)/share/doc/mlog
	for f in man/*.[157]; do \
		rm -f $(DESTDIR)$(PREFIX)/share/man/man$${f##*.}/$${f##*/}; done

clean:
	rm -rf build

.PHONY: all demo check check-long lint coverage bench bench-deps \
	bench-prom bench-otlp bench-state deps install uninstall clean \
	tests-built
.SECONDARY:
-include $(shell find $(B) -name '*.d' 2>/dev/null)
