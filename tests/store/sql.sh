#!/bin/sh
# sql.sh TEAM.jsonl -- load exported sessions into a real SQLite and
# a real PostgreSQL of our own; every view must say the same in both.
set -e
file=$1 dir=$(mktemp -d)
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
as=; [ "$(id -u)" = 0 ] && as='runuser -u postgres --'
stop() {
	$as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || :
	rm -rf "$dir"
}
trap stop EXIT
chmod 755 "$dir"; cp "$file" "$dir/team.jsonl"
cp tools/sql/*.sql "$dir"; chmod 644 "$dir"/*
[ -z "$as" ] || chown -R postgres "$dir"
sqlite3 "$dir/team.db" ".read tools/sql/sqlite.sql" '.mode ascii' \
	'.separator "\001" "\n"' ".import $dir/team.jsonl session"
cd "$dir"
$as "$bin/initdb" -D "$dir/data" -A trust -U test >/dev/null
$as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" \
	-o "-k $dir -c listen_addresses=''" start >/dev/null
pg="$as psql -q -h $dir -U test -d postgres -v ON_ERROR_STOP=1"
$pg -f "$dir/postgresql.sql" -c "\copy session FROM '$dir/team.jsonl' WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"
for view in ends causes leaves visits fixes flags; do
	sqlite3 -csv "$dir/team.db" "SELECT * FROM $view" |
		tr -d '"\r' | sed 's/\.0$//' | sort >"$dir/one"
	$pg --csv -t -c "SELECT * FROM $view" | tr -d '"\r' | sort >"$dir/two"
	[ -s "$dir/one" ] || { echo "$view is empty" >&2; exit 1; }
	cmp "$dir/one" "$dir/two" || { diff "$dir/one" "$dir/two" | head; exit 1; }
done
echo "six views, the same from SQLite and PostgreSQL"
