/* schema: what editors complete and check trees by. */
#include "load/schema.h"

#include "app.h"
#include "engine/engine.h"

static int run(const struct args *args)
{
	struct str out = STR_INIT;
	bool ok;

	if (args_count_plain(args))
		return usage_error("schema takes no argument");
	schema_json(node_shapes, &out);
	ok = app_print(&out);
	str_release(&out);
	return ok ? STATUS_OK : STATUS_USAGE;
}

const struct command cmd_schema = {
	"schema", "", "the JSON Schema of trees, for editors", NULL, run};
