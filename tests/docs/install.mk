# make install: PREFIX, DESTDIR; DATADIR is known to the program, so what
# names it is compiled anew when it changes.

INSTALLED = $(DESTDIR)$(PREFIX)

$(B)/datadir: datadir-now
	@mkdir -p $(@D); [ "$$(cat $@ 2>/dev/null)" = '$(DATADIR)' ] || \
		echo '$(DATADIR)' >$@

$(B)/src/cmd/app.o $(B)/src/cmd/wizard.o: $(B)/datadir

install: $(B)/$(PROG)
	install -d $(INSTALLED)/bin $(INSTALLED)/share/man/man1 \
		$(INSTALLED)/share/bash-completion/completions
	install -m 755 $(B)/$(PROG) $(INSTALLED)/bin/$(PROG)
	install -m 644 doc/vpntriage.1 $(INSTALLED)/share/man/man1/
	install -m 644 doc/completions/vpntriage.bash \
		$(INSTALLED)/share/bash-completion/completions/$(PROG)
	@set -e; for f in $(ASSETS) doc/schema/tree-1.schema.json; do \
		to=$(DESTDIR)$(DATADIR)/$${f#doc/}; \
		install -d $${to%/*}; install -m 644 $$f $$to; done

uninstall:
	rm -rf $(INSTALLED)/bin/$(PROG) $(DESTDIR)$(DATADIR) \
		$(INSTALLED)/share/man/man1/vpntriage.1 \
		$(INSTALLED)/share/bash-completion/completions/$(PROG)

install-test: $(B)/$(PROG)
	+@PREFIX=$(PREFIX) sh tests/docs/install_test.sh

test: install-test

.PHONY: install uninstall install-test datadir-now
