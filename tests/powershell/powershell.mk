# Every PowerShell block of every tree and collector through the tree-sitter
# grammar of PowerShell: a test-time tool, fetched by npm into build/.

PS_DIR = build/powershell

$(PS_DIR)/node_modules: tests/powershell/package.json
	@mkdir -p $(PS_DIR)
	@cp $< $(PS_DIR)/
	@cd $(PS_DIR) && npm install --silent --no-audit --no-fund \
		--ignore-scripts >/dev/null
	@touch $@

$(B)/powershell/blocks: $(B)/tests/powershell/blocks.o $(call libs,cmd)
	@mkdir -p $(@D)
	@$(CC) $(FLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call ldlibs,cmd)

powershell: $(PS_DIR)/node_modules $(B)/powershell/blocks $(B)/$(PROG)
	@$(B)/powershell/blocks >$(PS_DIR)/blocks.json
	@set -e; for m in client nps vpn dc; do \
		$(B)/$(PROG) collect $$m >$(PS_DIR)/$$m.ps1; done
	@node tests/powershell/parse.mjs $(PS_DIR) $(PS_DIR)/blocks.json \
		$(addprefix $(PS_DIR)/,client.ps1 nps.ps1 vpn.ps1 dc.ps1)

.PHONY: powershell
