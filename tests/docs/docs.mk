# Pages made from the program's own tables. `make docs` writes them,
# `make docs-check` fails when what is kept differs.

DOCS = tree-format.md messages.md vpntriage.1 schema/tree-1.schema.json \
	completions/vpntriage.bash

docs: $(B)/$(PROG)
	@sh tests/docs/make_docs.sh $(B)/$(PROG) doc

docs-check: $(B)/$(PROG)
	@rm -rf $(B)/docs; sh tests/docs/make_docs.sh $(B)/$(PROG) $(B)/docs; \
	for d in $(DOCS); do \
		diff -u doc/$$d $(B)/docs/$$d || \
			{ echo "doc/$$d is old: make docs" >&2; exit 1; }; \
	done
	@sh tests/docs/docs_test.sh

.PHONY: docs docs-check
