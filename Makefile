# vpntriage
#
#   make run       install what is missing, build, start the wizard
#   make test      install what is missing, build and run every test
#   make           build only          make SAN=1 ...   ASan, UBSan, tiny buffers
#   make help      the other targets
#
# The user's CFLAGS and LDFLAGS come last.

PROG    = vpntriage
VERSION = 0.1.0
CC      = gcc
PREFIX  = /usr/local
DATADIR = $(PREFIX)/share/vpntriage

VARIANT = $(if $(SAN),san,$(if $(COVER),cover,plain))
B       = build/$(notdir $(CC))-$(VARIANT)

WARN  = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wvla \
	-Wmissing-prototypes -Wwrite-strings -Wundef -Wswitch-enum \
	-Wno-unused-parameter -Wno-missing-field-initializers \
	$(if $(WERROR),-Werror)
STD   = -std=c17 -D_XOPEN_SOURCE=700 -Iinclude
SANFL = -fsanitize=address,undefined -fno-sanitize-recover=all -DTINY
FLAGS = $(STD) $(WARN) -O2 -g $(if $(SAN),$(SANFL)) $(if $(COVER),--coverage) \
	-DVERSION='"$(VERSION)"' -DDATADIR='"$(DATADIR)"'

# What each layer may use, itself first. Includes, links and tests obey this.
base   = base
os     = os base
doc    = doc base
model  = model base
engine = engine model base
load   = load model doc os base
check  = check model os base
export = export engine model base
store  = store engine model doc os base
ui/tui = ui/tui ui export store check engine model doc os base
ui     = ui export store check engine model doc os base
cmd    = cmd ui/tui ui export store check load engine model doc os base
LAYERS = base os doc model engine load check export store ui ui/tui cmd

# The library each layer is fenced in with; tools/layers names the files.
lib_doc    = -lyaml
lib_model  = -lpcre2-8
lib_check  = -lssl -lcrypto -lcares -lexpat
lib_load   = -lcrypto
lib_ui/tui = -lncursesw -ltinfo

srcs_os = $(wildcard src/os/posix/*.c)
srcs    = $(or $(srcs_$1),$(wildcard src/$1/*.c))
objs    = $(patsubst %.c,$(B)/%.o,$(call srcs,$1))
extra_load = $(B)/assets.o
libs    = $(patsubst %,$(B)/%.a,$(subst /,-,$($1)))
ldlibs  = $(foreach l,$($1),$(lib_$l)) -lm

TESTS = $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/*/*_test.c))
FUZZ  = $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/*_fuzz.c))
ASSETS = $(sort $(wildcard trees/*.yaml trees/*/*.yaml themes/*.yaml))

.SECONDEXPANSION:
.SECONDARY:
.DELETE_ON_ERROR:

all: $(B)/$(PROG)

$(B)/$(PROG): $(B)/src/main.o $(call libs,cmd)
	@echo '  LD  $@'; \
	$(CC) $(FLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call ldlibs,cmd)

$(B)/%.a: $$(call objs,$$(subst -,/,$$*)) $$(extra_$$*)
	@mkdir -p $(@D); rm -f $@
	@$(AR) rcs $@ $^

$(B)/%.o: %.c
	@mkdir -p $(@D)
	@echo '  CC  $<'; $(CC) $(FLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The trees, tables and themes that ship are part of the program.
$(B)/assets.c: tools/embed $(ASSETS)
	@mkdir -p $(@D)
	@tools/embed $(ASSETS) >$@

$(B)/assets.o: $(B)/assets.c
	@$(CC) $(FLAGS) $(CFLAGS) -c -o $@ $<

# A test may use its own layer and what lies below, and nothing else.
# The engine's tests have their trees from YAML: they link the loader as well
# (`make links` shows that the engine itself needs none of it).
test_engine = engine load model doc os base
test_load   = engine load model doc os base
test_libs   = $(patsubst %,$(B)/%.a,$(subst /,-,$(or $(test_$1),$($1))))
test_ldlibs = $(foreach l,$(or $(test_$1),$($1)),$(lib_$l)) -lm
layer_of = $(if $(filter ui/tui/%,$1),ui/tui,$(firstword $(subst /, ,$1)))
$(B)/tests/%: $(B)/tests/%.o $$(call test_libs,$$(call layer_of,$$*))
	@$(CC) $(FLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ \
		$(call test_ldlibs,$(call layer_of,$*)) -lcmocka

clean:
	rm -rf build

-include tests/tests.mk

.PHONY: all clean
-include $(wildcard $(addprefix $(B)/,src/*.d src/*/*.d src/*/*/*.d tests/*/*.d tests/*/*/*.d))
