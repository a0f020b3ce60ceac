# One Makefile, no recursion.  README.md says what each target is for.
#
#   make              everything: engine, mfctl, module
#   make demo         a login to type into          (first command of README)
#   make check        every test                    (second command of README)
#   make lint fuzz bench install clean check-fresh
#   make SAN=address  the same under AddressSanitizer and UBSan (or SAN=thread)

PREFIX	?= /usr/local
DESTDIR	?=
CC	?= gcc
O	?= build$(if $(SAN),/$(SAN))
FR_INCLUDE ?=

PKGS_engine = sqlite3 libsodium libcrypto liboath libuv \
	      libconfig libseccomp libsystemd
PKGS_mfctl  = libsodium libcrypto liboath libxml-2.0 jansson libqrencode
PKGS_courier = libcurl libsodium libconfig libseccomp libsystemd
PKGS_test   = cmocka
PKGS	    = $(sort $(PKGS_engine) $(PKGS_mfctl) $(PKGS_courier) $(PKGS_test))

WARN	 = -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes \
	   -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wformat=2 \
	   -Wvla -Wundef -Wcast-align
CFLAGS	?= -O2 -g
CPPFLAGS += -Iengine -I$(O)/gen -D_GNU_SOURCE
ALL_CFLAGS = -std=gnu17 -fPIE $(WARN) -fstack-protector-strong \
	   -ftrivial-auto-var-init=zero -MMD -MP \
	   $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LDFLAGS	+= -pie -Wl,-z,relro,-z,now -Wl,--as-needed

ifeq ($(SAN),address)
ALL_CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all
LDFLAGS	+= -fsanitize=address,undefined
else ifeq ($(SAN),thread)
ALL_CFLAGS += -fsanitize=thread
LDFLAGS	+= -fsanitize=thread
else
CPPFLAGS += -D_FORTIFY_SOURCE=2
endif

FOLDERS	 = util core factor wire store server import ctl courier
LIBS	 = $(FOLDERS:%=$(O)/lib%.a)
objects	 = $(patsubst %.c,$(O)/%.o,$(filter-out %/main.c,$(wildcard $(1))))
libs	 = $(1:%=$(O)/lib%.a)
pkgs	 = $(shell pkg-config --libs $(1)) -lunistring -lyubikey -lpthread

ENGINE_LIBS = $(call libs,server store factor core wire util)
CTL_LIBS = $(call libs,ctl import wire util)
COURIER_LIBS = $(call libs,courier wire util)
TESTS	 = $(patsubst tests/unit/%.c,$(O)/tests/%,$(wildcard tests/unit/test_*.c))

.PHONY: all clean
.DELETE_ON_ERROR:
all: $(O)/multifactord $(O)/mfctl $(O)/mfcourier

# A folder of the engine is a static library; a program links what it may use.
define folder_rule
$(O)/lib$(1).a: $(call objects,engine/$(1)/*.c)
	@$(RM) $$@
	@$(AR) rcs $$@ $$^
endef
$(foreach f,$(FOLDERS),$(eval $(call folder_rule,$(f))))

# The schema's SQL as C strings.
MIGRATIONS = engine/store/schema.sql $(sort $(wildcard engine/store/migrations/*.sql))
$(O)/gen/store/migrations.h: $(MIGRATIONS)
	@mkdir -p $(@D)
	@{ echo 'static const char *const migrations[] = {'; \
	for f in $(MIGRATIONS); do \
		sed -e 's/--.*//' -e 's/"/\\"/g' -e 's/.*/	"&\\n"/' $$f; echo '	,'; \
	done; echo '};'; } > $@
$(O)/engine/store/store.o: $(O)/gen/store/migrations.h

# What people read, from the catalogues of po/ into C tables.
$(O)/po2c: $(wildcard po/*.c po/*.h) engine/core/text_list.h
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 $(WARN) -O1 -Iengine -o $@ $(filter %.c,$^) -lgettextpo
$(O)/gen/core/catalogues.h: $(O)/po2c $(sort $(wildcard po/*.po))
	@mkdir -p $(@D)
	@$(O)/po2c $(sort $(wildcard po/*.po)) > $@
$(O)/engine/core/catalogue.o: $(O)/gen/core/catalogues.h

$(O)/multifactord: $(O)/engine/server/main.o $(ENGINE_LIBS)
	@echo LD $@
	@$(CC) $(LDFLAGS) -o $@ $^ $(call pkgs,$(PKGS_engine))

$(O)/mfctl: $(O)/engine/ctl/main.o $(CTL_LIBS)
	@echo LD $@
	@$(CC) $(LDFLAGS) -o $@ $^ $(call pkgs,$(PKGS_mfctl))

$(O)/mfcourier: $(O)/engine/courier/main.o $(COURIER_LIBS)
	@echo LD $@
	@$(CC) $(LDFLAGS) -o $@ $^ $(call pkgs,$(PKGS_courier))

$(O)/tests/test_%: $(O)/tests/unit/test_%.o $(LIBS)
	@mkdir -p $(@D)
	@echo LD $@
	@$(CC) $(LDFLAGS) -o $@ $< -Wl,--start-group $(LIBS) -Wl,--end-group \
	    $(call pkgs,$(PKGS))

$(O)/%.o: %.c
	@mkdir -p $(@D)
	@echo CC $<
	@$(CC) $(CPPFLAGS) $(CFLAGS) $(ALL_CFLAGS) -c -o $@ $<

# ---- the module: rlm_multifactor.so for the FreeRADIUS that is here ---------
include rlm_multifactor/module.mk

# ---- tests ------------------------------------------------------------------
LOGIN_SH   = $(filter-out %lib.sh,$(wildcard tests/login/*.sh))
CTL_SH	   = $(wildcard tests/ctl/*.sh tests/import/*.sh) tests/demo/play.sh
CRASH_SH   = $(filter-out %/lib.sh,$(wildcard tests/crash/*.sh tests/fail/*.sh))
CLIENTS_SH = $(wildcard tests/clients/*.sh)
COURIER_SH = $(filter-out %lib.sh,$(wildcard tests/courier/*.sh))
DOCS_SH	   = $(wildcard tests/docs/*.sh)
CRASH	   = $(O)/crash/ledger $(O)/crash/stock $(O)/fail/shim.so \
	     $(O)/fail/power.so $(O)/bench/mktokens
TOOLS	   = $(LOGIN_TOOLS) $(BENCH) $(O)/tests/import/seed_dump $(CRASH)
RUN	   = O=$(O) BUILD=$(O) tests/run.sh

.PHONY: setup demo check unit login ctl courier clients crash lint fuzz bench check-fresh install
setup:
	@packaging/setup.sh build radius

demo:
	@packaging/setup.sh demo radius
	@$(MAKE) --no-print-directory -s -j2 all module $(LOGIN_TOOLS)
	@BUILD=$(O) tests/demo/demo.sh

# Everything, under the sanitizers where they can be; one closing line.
check:
	@packaging/setup.sh check radius kannel openvpn
	@$(MAKE) --no-print-directory -s -j2 all module tools $(TESTS)
	@$(MAKE) --no-print-directory -s -j2 SAN=address asan-tests
	@$(MAKE) --no-print-directory -s -j2 fuzzers
	@$(RUN) $(TESTS) $(ASAN_TESTS) tests/lint/lint.sh tests/fuzz/fuzz.sh \
	    $(LOGIN_SH) $(CTL_SH) $(COURIER_SH) $(CLIENTS_SH) \
	    $(CRASH_SH) $(DOCS_SH)

ASAN_TESTS = $(TESTS:$(O)/%=build/address/%)
.PHONY: tools asan-tests fuzzers
tools: $(TOOLS) $(FR_TREE)/.stamp
asan-tests: $(TESTS)

unit: $(TESTS)
	@$(RUN) $(TESTS)
login: all module tools
	@packaging/setup.sh kannel
	@$(RUN) $(LOGIN_SH)
ctl: all tools
	@$(RUN) $(CTL_SH)
courier: all module tools
	@packaging/setup.sh kannel
	@$(RUN) $(COURIER_SH)
clients: all module tools
	@packaging/setup.sh kannel openvpn
	@$(RUN) $(CLIENTS_SH)
crash: all module tools
	@$(RUN) $(CRASH_SH)
lint: all module
	@$(RUN) tests/lint/lint.sh

$(O)/tests/import/seed_dump: $(O)/tests/import/seed_dump.o $(call libs,import util)
	@echo LD $@
	@$(CC) $(LDFLAGS) -o $@ $^ $(call pkgs,$(PKGS_mfctl))

# ---- crashes and faults -------------------------------------------------
LEDGER	   = $(call objects,tests/crash/*.c tests/fail/plan.c tests/fail/faults.c)
$(O)/crash/ledger: $(O)/tests/crash/main.o $(filter-out %/stock.o,$(LEDGER)) \
    $(call libs,ctl wire util)
	@mkdir -p $(@D)
	@echo LD $@
	@$(CC) $(LDFLAGS) -o $@ $^ \
	    $(call pkgs,libsodium libcrypto liboath sqlite3 jansson)
$(O)/crash/stock: $(patsubst %,$(O)/tests/crash/%.o,stock token tell) \
    $(call libs,store factor core util)
	@mkdir -p $(@D)
	@echo LD $@
	@$(CC) $(LDFLAGS) -o $@ $^ $(call pkgs,libsodium libcrypto liboath sqlite3)
# Loaded into an engine that knows nothing of them; without a sanitizer.
$(O)/fail/shim.so: tests/fail/shim.c tests/fail/shim.h
$(O)/fail/power.so: tests/fail/power.c tests/fail/disk.c tests/fail/power.h
$(O)/fail/%.so:
	@mkdir -p $(@D)
	@echo LD $@
	@$(CC) -std=gnu17 $(WARN) -O2 -g -D_GNU_SOURCE -fPIC -shared -o $@ \
	    $(filter %.c,$^) -ldl

# ---- fuzzing: clang's libFuzzer, a folder of its own ------------------------
FUZZ	   = $(patsubst tests/fuzz/%.c,build/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
SECONDS	  ?= 60
FUZZ_SRC   = $(wildcard $(FOLDERS:%=engine/%/*.c))
FUZZ_OBJ   = $(patsubst %.c,build/fuzz/%.o,$(filter-out %/main.c,$(FUZZ_SRC)))
FUZZ_FLAGS = -O1 -g -std=gnu17 -fsanitize=fuzzer-no-link,address,undefined \
	     -fno-sanitize-recover=all -Wno-everything -MMD -MP
fuzzers: $(FUZZ)
fuzz: fuzzers
	@SECONDS_EACH=$(SECONDS) tests/fuzz/fuzz.sh
build/fuzz/%.o: %.c
	@mkdir -p $(@D)
	@clang-14 $(CPPFLAGS) $(FUZZ_FLAGS) $(shell pkg-config --cflags $(PKGS)) -c -o $@ $<
build/fuzz/libengine.a: $(FUZZ_OBJ)
	@$(RM) $@
	@$(AR) rcs $@ $^
build/fuzz/fuzz_%: build/fuzz/tests/fuzz/fuzz_%.o build/fuzz/libengine.a
	@clang-14 -fsanitize=fuzzer,address,undefined -o $@ $^ $(call pkgs,$(PKGS))
build/fuzz/engine/store/store.o: $(O)/gen/store/migrations.h
build/fuzz/engine/core/catalogue.o: $(O)/gen/core/catalogues.h
.PRECIOUS: build/fuzz/%.o

# ---- figures ----------------------------------------------------------------
BENCH	 = $(O)/bench/radload $(O)/bench/mktokens $(O)/bench/hashrate $(O)/bench/seed \
	   $(O)/bench/gateway
RADLOAD	 = radload load login people phones hist
bench:
	@packaging/setup.sh bench radius
	@$(MAKE) --no-print-directory -s all module $(BENCH) $(CRASH)
	@O=$(O) tests/bench/bench.sh $(SCENES)
$(O)/bench/radload: $(RADLOAD:%=$(O)/tests/bench/%.o) $(call libs,ctl util)
	@mkdir -p $(@D)
	@$(CC) $(LDFLAGS) -o $@ $^ $(call pkgs,libsodium libcrypto liboath jansson) -lm
$(O)/bench/mktokens: $(O)/tests/bench/mktokens.o $(call libs,util)
	@mkdir -p $(@D)
	@$(CC) $(LDFLAGS) -o $@ $^ $(call pkgs,libsodium libcrypto)
$(O)/bench/hashrate: $(O)/tests/bench/hashrate.o $(call libs,util)
	@mkdir -p $(@D)
	@$(CC) $(LDFLAGS) -o $@ $^ $(call pkgs,libsodium libcrypto)
$(O)/bench/gateway: $(O)/tests/bench/gateway.o $(O)/tests/bench/phones.o
	@mkdir -p $(@D)
	@$(CC) $(LDFLAGS) -o $@ $^

$(O)/bench/seed: $(O)/tests/bench/seed.o $(call libs,store factor core util)
	@mkdir -p $(@D)
	@$(CC) $(LDFLAGS) -o $@ $^ $(call pkgs,$(PKGS_engine))

# The two commands in a fresh Debian 12, made by debootstrap.
check-fresh:
	@packaging/setup.sh fresh
	@tests/fresh/fresh.sh

# ---- installing -------------------------------------------------------------
FR_MODULES ?= /usr/lib/freeradius
DATA	    = $(DESTDIR)$(PREFIX)/share/multifactor
MAN	    = $(DESTDIR)$(PREFIX)/share/man
install: all module
	install -d $(DESTDIR)$(PREFIX)/sbin $(DESTDIR)$(PREFIX)/bin \
	    $(DESTDIR)$(FR_MODULES) $(DATA)/dictionaries $(DATA)/packaging \
	    $(MAN)/man5 $(MAN)/man8
	install -m 755 $(O)/multifactord $(O)/mfcourier \
	    $(DESTDIR)$(PREFIX)/sbin/
	install -m 755 $(O)/mfctl $(DESTDIR)$(PREFIX)/bin/
	install -m 644 $(O)/rlm_multifactor.so $(DESTDIR)$(FR_MODULES)/
	install -m 644 dictionaries/dictionary.multifactor $(DATA)/dictionaries/
	cp -r raddb-snippets $(DATA)/
	install -m 644 $(wildcard packaging/m*) $(DATA)/packaging/
	install -m 644 $(wildcard engine/man/*.5) $(MAN)/man5/
	install -m 644 $(wildcard engine/man/*.8) $(MAN)/man8/

clean:
	$(RM) -r build

-include $(shell find $(O) -path '*/freeradius*' -prune -o \
	-type f -name '*.d' -print 2>/dev/null)
