# Sessions: what their tests share, and the campaigns that take longer.

$(patsubst %,$(B)/tests/cmd/%_test,session export kill stats): \
	$(B)/tests/cmd/walking.o

# A crowd of generated sessions, looked at in 10 seconds and 256 MB, and a
# tenth of it for comparison.
CROWD  = $(B)/tests/cmd/crowd
CROWDS = $(B)/crowds

stats-crowd: $(B)/$(PROG) $(CROWD)
	@rm -rf $(CROWDS); mkdir -p $(CROWDS)
	@set -e; for n in 10000 100000; do \
		$(CROWD) $(CROWDS)/$$n $$n; \
		echo "stats over $$n sessions:"; \
		$(CROWD) --run 10 256 $(B)/$(PROG) stats --csv \
			$(CROWDS)/$$n >$(CROWDS)/$$n.csv; \
		awk -F, '$$1 == "ends" { n += $$5 } END { exit n != '$$n' }' \
			$(CROWDS)/$$n.csv; \
	done
	@rm -rf $(CROWDS)

# The HTML export in headless Chromium; look at the pictures in build/.
html-look: $(B)/$(PROG)
	@tests/store/html.sh $(CURDIR)/$(B)/$(PROG) $(CURDIR)/build/html

# Sessions that are killed, or stand on a disk that fails; a great many each.
kill: $(B)/tests/cmd/kill_test
	@KILL_ROUNDS=1000 $<

kill-short: $(B)/tests/cmd/kill_test
	@KILL_ROUNDS=25 $<

STORE_CI = kill-short stats-crowd
store-ci: $(B)/$(PROG)
	@MAKE='$(MAKE)' tests/store/ci.sh $(STORE_CI)

.PHONY: html-look stats-crowd kill kill-short store-ci

# A session of 1,000, 10,000 and 100,000 steps in every long format: time and
# memory as they grow.
GROWTH = $(CURDIR)/build/growth
export-growth: $(B)/$(PROG) $(CROWD)
	@set -e; for n in 1000 10000 100000; do \
		rm -rf $(GROWTH); \
		mkdir -p -m 700 $(GROWTH)/vpntriage/sessions; \
		$(CROWD) --big $$n \
			>$(GROWTH)/vpntriage/sessions/20260101-000000.jsonl; \
		for f in text markdown html json csv; do \
			printf '%6d steps, %-8s ' $$n $$f; \
			XDG_STATE_HOME=$(GROWTH) $(CROWD) --run 60 512 \
				$(B)/$(PROG) export 20260101-000000 \
				--format $$f --no-redact --output $(GROWTH)/out \
				>$(GROWTH)/said; \
			rm -f $(GROWTH)/out; \
		done; \
	done

.PHONY: export-growth
