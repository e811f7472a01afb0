# The front ends: their tests have trees from YAML, so they link the loader as
# the engine's do; those of the screen lie one folder deeper and share a scene.

test_ui     = ui export store check engine load model doc os base
test_ui/tui = ui/tui ui export store check engine load model doc os base

TUI_TESTS = $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/ui/tui/*_test.c))
TESTS += $(TUI_TESTS)
unit: $(TUI_TESTS)
$(TUI_TESTS): $(B)/tests/%: $(B)/tests/%.o $(B)/tests/ui/tui/scene.o \
		$$(call test_libs,ui/tui)
	@$(CC) $(FLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ \
		$(call test_ldlibs,ui/tui) -lcmocka

# In a real terminal: tmux starts, resizes, suspends and kills the program.
tui-test: $(B)/$(PROG)
	@set -e; for t in $(wildcard tests/tui/*_test.sh); do \
		PROG=$(CURDIR)/$(B)/$(PROG) sh $$t; done

.PHONY: tui-test
