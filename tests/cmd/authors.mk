# What authors of trees use, through the program itself.

authors-test: $(B)/$(PROG)
	@PROG=$(CURDIR)/$(B)/$(PROG) sh tests/cmd/authors.sh

test: authors-test

.PHONY: authors-test
