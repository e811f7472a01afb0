# The screen: its tests lie one folder deeper, and some need a real terminal.

TUI_TESTS = $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/ui/tui/*_test.c))
TESTS += $(TUI_TESTS)
unit: $(TUI_TESTS)
