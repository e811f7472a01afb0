# The views of tools/sql on a real SQLite and a real PostgreSQL.
sql: $(B)/tests/cmd/crowd
	@rm -rf $(B)/sql; mkdir -p $(B)/sql
	@$(B)/tests/cmd/crowd $(B)/sql 1000
	@cat $(B)/sql/*.jsonl >$(B)/sql/team
	@tests/store/sql.sh $(B)/sql/team

.PHONY: sql
