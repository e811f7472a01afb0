# Checks that really run: stand-ins for Windows' programs, a real ssh server
# on loopback. `make run-tests` ends with "N passed, N failed".

RUN_LIBS = $(call libs,cmd)
RUN_BIN  = $(B)/run/bin

$(B)/run/%: $(B)/tests/run/%.o $$(RUN_LIBS)
	@mkdir -p $(@D)
	@$(CC) $(FLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call ldlibs,cmd)

# Never with the sanitizers: they are no part of what is replayed.
$(RUN_BIN)/powershell.exe: tests/run/replay_shell.c
	@mkdir -p $(@D)
	@$(CC) $(STD) $(WARN) -O2 -o $@ $<

$(RUN_BIN)/certutil.exe: $(RUN_BIN)/powershell.exe
	@ln -sf powershell.exe $@

run-tests: $(B)/$(PROG) $(B)/run/ways $(B)/run/nasty $(B)/run/roundtrip \
		$(B)/run/brackets \
		$(RUN_BIN)/powershell.exe $(RUN_BIN)/certutil.exe
	@tests/run/run.sh $(B)

# 50 checks of 0.1 s on 50 machines, as a ratio to one; needs idle cores.
$(B)/run/wait/powershell.exe: tests/run/wait_shell.c
	@mkdir -p $(@D)
	@$(CC) $(STD) $(WARN) -O2 -static -o $@ $<

run-bench: $(B)/run/fifty $(B)/run/wait/powershell.exe
	@$(B)/run/fifty $(CURDIR)/$(B)/run/wait

.PHONY: run-tests run-bench
