# Fuzzers: `make fuzz-replay` feeds the kept corpora to every one of them,
# `make fuzz` searches on with clang's libFuzzer, FUZZ_SECONDS each.

FUZZ_SECONDS = 20
FUZZ_LIBS = $(filter-out $(B)/cmd.a,$(call libs,cmd))

$(B)/fuzz/%_fuzz: $(B)/tests/fuzz/%_fuzz.o $(B)/tests/fuzz/replay.o $$(FUZZ_LIBS)
	@mkdir -p $(@D)
	@$(CC) $(FLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ \
		$(call ldlibs,cmd)

$(B)/libfuzzer/%_fuzz: $(B)/tests/fuzz/%_fuzz.o $$(FUZZ_LIBS)
	@mkdir -p $(@D)
	@$(CC) $(FLAGS) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ \
		$(call ldlibs,cmd)

fuzz-replay: $(FUZZ)
	@set -e; for f in $(FUZZ); do \
		name=$${f##*/}; $$f tests/fuzz/corpus/$${name%_fuzz}; \
	done; echo "$(words $(FUZZ)) corpora replayed"

# What a search finds new stays in build/; only what is kept on purpose goes
# into the corpus.
fuzz:
	@set -e; for f in $(notdir $(FUZZ)); do name=$${f%_fuzz}; \
		$(MAKE) -s CC=clang SAN=1 B=build/fuzz \
			CFLAGS='-fsanitize=fuzzer-no-link' \
			build/fuzz/libfuzzer/$$f; \
		mkdir -p build/fuzz/found/$$name; \
		build/fuzz/libfuzzer/$$f -max_total_time=$(FUZZ_SECONDS) \
			-print_final_stats=0 -verbosity=0 \
			-artifact_prefix=build/fuzz/ \
			build/fuzz/found/$$name tests/fuzz/corpus/$$name; \
	done

.PHONY: fuzz-replay fuzz
