# What shows that it works. `make test` is for everybody; what needs more
# time, root or foreign programs is a target of its own (see `make help`).

test: setup-test layers headers unit trees fuzz-replay tui-test

# Tests keep their sessions and their trust away from those of the person.
TEST_HOME = $(CURDIR)/build/home
test unit trees tui-test run-tests store-ci powershell net: export XDG_STATE_HOME = $(TEST_HOME)/state
test unit trees tui-test run-tests store-ci powershell net: export XDG_CONFIG_HOME = $(TEST_HOME)/config
test unit trees tui-test run-tests store-ci powershell net: export XDG_DATA_HOME = $(TEST_HOME)/data

setup-run:
	@tools/setup run

setup-test:
	@tools/setup test

run: setup-run
	@$(MAKE) -s all
	@$(B)/$(PROG)

unit: $(TESTS)
	@set -e; for t in $(TESTS); do $$t; done

layers:
	@tools/layers $(foreach l,$(LAYERS),'$l:$($l)')

headers:
	@set -e; for h in include/*/*.h; do \
		$(CC) $(STD) $(WARN) -Werror -fsyntax-only -x c $$h; done

# Each layer links whole with nothing but what lies below it.
links: $(B)/$(PROG)
	@set -e; echo 'int main(void) { return 0; }' >$(B)/empty.c; \
	$(foreach l,$(LAYERS),$(CC) $(FLAGS) $(CFLAGS) $(LDFLAGS) \
		-o $(B)/empty $(B)/empty.c -Wl,--whole-archive \
		$(firstword $(call libs,$l)) -Wl,--no-whole-archive \
		$(wordlist 2,99,$(call libs,$l)) $(call ldlibs,$l);)

# Every tree that ships: no mistake, every case passes, every node and way
# is walked.
trees: $(B)/$(PROG)
	@$(B)/$(PROG) lint $(wildcard trees/*.yaml trees/*/*.yaml)
	@$(B)/$(PROG) test --coverage

format:
	clang-format -i $$(git ls-files '*.[ch]')

format-check:
	@clang-format --dry-run -Werror $$(git ls-files '*.[ch]')

TIDIED = $(patsubst %.c,$(B)/tidy/%.ok,$(wildcard src/*.c src/*/*.c src/*/*/*.c))
tidy: $(TIDIED)
	@echo "tidy: $(words $(TIDIED)) files"

$(B)/tidy/%.ok: %.c .clang-tidy
	@mkdir -p $(@D)
	@clang-tidy --quiet $< -- $(STD) -Wno-missing-field-initializers \
		-DVERSION='"0"' -DDATADIR='"/"' 2>/dev/null && touch $@

# Figures as ratios inside one run; nothing here passes or fails by a time.
bench: run-bench stats-crowd export-growth peers

help:
	@sed -n 's/^#   //p' Makefile
	@echo 'make trees     lint and walk every tree that ships'
	@echo 'make tidy      clang-tidy; make format, format-check'
	@echo 'make docs      make the generated pages anew; docs-check'
	@echo 'make bench     speed, as ratios in one run'
	@echo 'make install   PREFIX=$(PREFIX), DESTDIR='

.PHONY: test setup-run setup-test run unit layers headers links trees format \
	format-check tidy bench help

-include $(wildcard tests/*/*.mk)
