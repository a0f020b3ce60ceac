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

PKGS_engine = sqlite3 libsodium libcrypto liboath libuv \
	      libconfig libseccomp libsystemd
PKGS_mfctl  = libsodium libcrypto liboath libxml-2.0 jansson libqrencode
PKGS_test   = cmocka
PKGS	    = $(sort $(PKGS_engine) $(PKGS_mfctl) $(PKGS_test))

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

FOLDERS	 = util core factor wire store server import ctl
LIBS	 = $(FOLDERS:%=$(O)/lib%.a)
objects	 = $(patsubst %.c,$(O)/%.o,$(filter-out %/main.c,$(wildcard $(1))))
libs	 = $(1:%=$(O)/lib%.a)
pkgs	 = $(shell pkg-config --libs $(1)) -lunistring -lpthread

ENGINE_LIBS = $(call libs,server store factor core wire util)
CTL_LIBS = $(call libs,ctl import wire util)
TESTS	 = $(patsubst tests/unit/%.c,$(O)/tests/%,$(wildcard tests/unit/test_*.c))

.PHONY: all unit clean
.DELETE_ON_ERROR:
all: $(O)/multifactord $(O)/mfctl

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

$(O)/multifactord: $(O)/engine/server/main.o $(ENGINE_LIBS)
	@echo LD $@
	@$(CC) $(LDFLAGS) -o $@ $^ $(call pkgs,$(PKGS_engine))

$(O)/mfctl: $(O)/engine/ctl/main.o $(CTL_LIBS)
	@echo LD $@
	@$(CC) $(LDFLAGS) -o $@ $^ $(call pkgs,$(PKGS_mfctl))

$(O)/tests/test_%: $(O)/tests/unit/test_%.o $(LIBS)
	@mkdir -p $(@D)
	@echo LD $@
	@$(CC) $(LDFLAGS) -o $@ $< -Wl,--start-group $(LIBS) -Wl,--end-group \
	    $(call pkgs,$(PKGS))

$(O)/%.o: %.c
	@mkdir -p $(@D)
	@echo CC $<
	@$(CC) $(CPPFLAGS) $(CFLAGS) $(ALL_CFLAGS) -c -o $@ $<

unit: $(TESTS)
	@set -e; for t in $(TESTS); do echo "== $$t"; $$t; done

clean:
	$(RM) -r build

-include $(shell find $(O) -name '*.d' 2>/dev/null)
