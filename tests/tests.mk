# Everything that `make test` runs; see the README for what each target shows.

test: layers headers unit fuzz-replay

unit: $(TESTS)
	@set -e; for t in $(TESTS); do $$t; done

layers:
	@tools/layers $(foreach l,$(LAYERS),'$l:$($l)')

headers:
	@set -e; for h in include/*/*.h; do \
		$(CC) $(STD) $(WARN) -Werror -fsyntax-only -x c $$h; done

format:
	clang-format -i $$(git ls-files '*.[ch]')

format-check:
	@clang-format --dry-run -Werror $$(git ls-files '*.[ch]')

.PHONY: test unit layers headers format format-check

-include tests/fuzz/fuzz.mk
-include tests/store/store.mk
-include tests/tui/tui.mk
