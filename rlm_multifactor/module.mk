# rlm_multifactor.so, for the FreeRADIUS whose headers are found.  Included by
# the main Makefile, whose O, CC, CFLAGS, CPPFLAGS and WARN it uses.  all.mk
# is for FreeRADIUS's own build.
#
# FR_INCLUDE	folder with freeradius/radiusd.h; see headers.sh

FR_HEADERS	= build/include
module_objects	= $(patsubst %.c,$(O)/%.o,$(wildcard rlm_multifactor/*.c))

# No sanitizer: the server that loads it has none.
MODULE_CFLAGS	= -std=gnu17 -fPIC -fvisibility=hidden $(WARN) \
		  -fstack-protector-strong -ftrivial-auto-var-init=zero \
		  -MMD -MP -isystem $(FR_HEADERS) \
		  -include freeradius/autoconf.h -include freeradius/build.h \
		  -include freeradius/features.h

.PHONY: module
module: $(O)/rlm_multifactor.so

# Asked each time, for FreeRADIUS may be another one since; the stamp changes
# only if it is.
.PHONY: headers
headers:
$(FR_HEADERS)/.stamp: rlm_multifactor/headers.sh headers
	@FR_INCLUDE=$(FR_INCLUDE) sh rlm_multifactor/headers.sh $(FR_HEADERS)

$(O)/rlm_multifactor/%.o: rlm_multifactor/%.c $(FR_HEADERS)/.stamp
	@mkdir -p $(@D)
	@echo CC $<
	@$(CC) $(CPPFLAGS) -Irlm_multifactor $(CFLAGS) $(MODULE_CFLAGS) -c -o $@ $<

$(O)/rlm_multifactor.so: $(module_objects)
	@echo LD $@
	@$(CC) -shared -Wl,-z,relro,-z,now -o $@ $^ -lpthread

# FreeRADIUS's own source, in which a test builds the module with all.mk.
FR_TREE		= build/freeradius-tree
$(FR_TREE)/.stamp: rlm_multifactor/tree.sh $(FR_HEADERS)/.stamp
	@FR_INCLUDE=$(FR_INCLUDE) sh rlm_multifactor/headers.sh $(FR_HEADERS) source
	@echo BUILD $(FR_TREE)
	@sh rlm_multifactor/tree.sh $(FR_HEADERS)/source $(FR_HEADERS) $(FR_TREE)

# What the login tests need beside the server.
LOGIN_TOOLS	= $(O)/tests/login/fake_engine $(O)/tests/login/radcheck \
		  $(O)/tests/login/keeper \
		  $(O)/tests/login/slow_disk.so

# Loaded into an engine that knows nothing of it; without a sanitizer.
$(O)/tests/login/slow_disk.so: tests/login/slow_disk.c
	@mkdir -p $(@D)
	@echo LD $@
	@$(CC) -std=gnu17 $(WARN) -O2 -g -D_GNU_SOURCE -fPIC -shared -o $@ $< -ldl

$(O)/tests/login/%: $(O)/tests/login/%.o $(call libs,wire util)
	@echo LD $@
	@$(CC) $(LDFLAGS) -o $@ $^ -lsodium -lcrypto -lpthread
