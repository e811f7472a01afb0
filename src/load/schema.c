/*
 * The JSON Schema of a tree from the same tables that load it. What names
 * point to is beyond a schema; lint says that.
 */
#include "load/schema.h"

#include "base/json.h"

#define ID_PATTERN "^[a-z][a-z0-9_-]{0,63}$"
#define WAY_PATTERN "^(tree:)?[a-z][a-z0-9_-]*(\\.[a-z][a-z0-9_-]*)?$"

/* Definitions as they are written; `when` follows by hand. */
static const struct {
	const char *name, *pattern;
	bool number, boolean; /* may stand without quotes */
	int shortest, longest;
} scalars[] = {
	{"id", ID_PATTERN, false, false, 0, 0},
	{"way", WAY_PATTERN, false, false, 0, 128},
	{"text", NULL, true, true, 1, 2000},
	{"command", "^[\\t\\n -~]*$", false, false, 1, 8000},
	{"pattern", NULL, false, false, 0, 0},
	{"string", NULL, true, true, 0, 0},
	{"integer", "^-?[0-9]{1,9}$", true, false, 0, 0},
	{"number", "^[0-9.]{1,15}$", true, false, 0, 0},
	{"date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", false, false, 0, 0},
};

static void type_of(struct json *j, bool number, bool boolean)
{
	json_key(j, "type");
	if (!number && !boolean) {
		json_string(j, "string");
		return;
	}
	json_array(j);
	json_string(j, "string");
	if (number)
		json_string(j, "number");
	if (boolean)
		json_string(j, "boolean");
	json_end_array(j);
}

static void ref(struct json *j, const char *name)
{
	struct str path = STR_INIT;

	str_addf(&path, "#/definitions/%s", name);
	json_object(j);
	json_kv(j, "$ref", path.s);
	json_end_object(j);
	str_release(&path);
}

static void key_ref(struct json *j, const char *key, const char *name)
{
	json_key(j, key);
	ref(j, name);
}

static void list_of(struct json *j, const char *name, int least)
{
	json_object(j);
	json_kv(j, "type", "array");
	if (least)
		json_kv_int(j, "minItems", least);
	key_ref(j, "items", name);
	json_end_object(j);
}

/* A map of any keys; each is an id when `ids`. */
static void map_begin(struct json *j, bool ids)
{
	json_object(j);
	json_kv(j, "type", "object");
	if (ids)
		key_ref(j, "propertyNames", "id");
	json_key(j, "additionalProperties");
}

static void map_of(struct json *j, const char *name)
{
	map_begin(j, false);
	ref(j, name);
	json_end_object(j);
}

static void boolean(struct json *j)
{
	json_object(j);
	json_key(j, "enum");
	json_array(j);
	json_bool(j, true);
	json_bool(j, false);
	json_string(j, "true");
	json_string(j, "false");
	json_end_array(j);
	json_end_object(j);
}

static void words(struct json *j, const char *const *list)
{
	json_object(j);
	json_key(j, "enum");
	json_array(j);
	for (; *list; list++)
		json_string(j, *list);
	json_end_array(j);
	json_end_object(j);
}

static void integer(struct json *j, const struct field *f)
{
	json_object(j);
	json_key(j, "type");
	json_array(j);
	json_string(j, "integer");
	json_string(j, "string");
	json_end_array(j);
	json_kv(j, "pattern", "^-?[0-9]{1,9}$");
	if (f->min || f->max) {
		json_kv_int(j, "minimum", f->min);
		json_kv_int(j, "maximum", f->max);
	}
	json_end_object(j);
}

static void shape_json(struct json *, const struct shape *);

static void list_json(struct json *j, const struct field *f)
{
	if (f->type == FIELD_MAP) {
		map_begin(j, true);
		shape_json(j, f->shape);
		json_end_object(j);
		return;
	}
	json_object(j);
	json_kv(j, "type", "array");
	if (f->max) {
		json_kv_int(j, "minItems", f->min);
		json_kv_int(j, "maxItems", f->max);
	}
	json_key(j, "items");
	shape_json(j, f->shape);
	json_end_object(j);
}

/* Types that are one word in the definitions. */
static const char *const one[] = {
	[FIELD_TEXT] = "text",
	[FIELD_COMMAND] = "command",
	[FIELD_PATTERN] = "pattern",
	[FIELD_ID] = "id",
	[FIELD_FACT] = "id",
	[FIELD_CAUSE] = "id",
	[FIELD_MACHINE] = "id",
	[FIELD_STRING] = "string",
	[FIELD_NUMBER] = "number",
	[FIELD_DATE] = "date",
	[FIELD_NODE] = "way",
	[FIELD_EDGE] = "way",
	[FIELD_WHEN] = "when",
	[FIELD_MAP] = NULL, /* as many rows as there are types */
};

/* Lists of one such word, and maps to one. */
static const char *const many[] = {
	[FIELD_STRINGS] = "text",
	[FIELD_SOURCES] = "text",
	[FIELD_FACTS] = "id",
	[FIELD_CAUSES] = "id",
	[FIELD_NODES] = "way",
	[FIELD_MAP] = NULL,
};

static const char *const mapped[] = {
	[FIELD_EDGES] = "way",
	[FIELD_WEIGHTS] = "number",
	[FIELD_VALUES] = "string",
	[FIELD_PAIRS] = "string",
	[FIELD_MAP] = NULL,
};

static void field_json(struct json *j, const struct field *f)
{
	if (one[f->type])
		ref(j, one[f->type]);
	else if (many[f->type])
		list_of(j, many[f->type], 0);
	else if (mapped[f->type])
		map_of(j, mapped[f->type]);
	else if (f->type == FIELD_INT)
		integer(j, f);
	else if (f->type == FIELD_BOOL)
		boolean(j);
	else if (f->type == FIELD_WORD)
		words(j, f->words);
	else if (f->type == FIELD_LIST || f->type == FIELD_MAP)
		list_json(j, f);
	else
		shape_json(j, f->shape);
}

/* "description" cannot stand beside a $ref in draft-07: allOf joins them. */
static void described(struct json *j, const struct field *f)
{
	json_key(j, f->key);
	if (!f->help) {
		field_json(j, f);
		return;
	}
	json_object(j);
	json_kv(j, "description", f->help);
	json_key(j, "allOf");
	json_array(j);
	field_json(j, f);
	json_end_array(j);
	json_end_object(j);
}

/* The keys of a shape; the object is the caller's to open and end. */
static void keys_json(struct json *j, const struct shape *s)
{
	bool any = false;

	json_kv(j, "type", "object");
	for (const struct field *f = s->fields; f->key; f++)
		any |= f->flags & FIELD_REQUIRED;
	if (any) {
		json_key(j, "required");
		json_array(j);
		for (const struct field *f = s->fields; f->key; f++)
			if (f->flags & FIELD_REQUIRED)
				json_string(j, f->key);
		json_end_array(j);
	}
	json_kv_bool(j, "additionalProperties", false);
}

static void shape_json(struct json *j, const struct shape *s)
{
	json_object(j);
	keys_json(j, s);
	json_key(j, "properties");
	json_object(j);
	for (const struct field *f = s->fields; f->key; f++)
		described(j, f);
	if (s->also) {
		json_key(j, s->also);
		json_bool(j, true);
	}
	json_end_object(j);
	json_end_object(j);
}

/* One kind of condition: its only key, or `var` with what tests it. */
static void matcher(struct json *j, const char *key,
	void (*value)(struct json *))
{
	json_object(j);
	json_kv(j, "type", "object");
	json_key(j, "required");
	json_array(j);
	json_string(j, key);
	json_end_array(j);
	json_kv_bool(j, "additionalProperties", false);
	json_key(j, "properties");
	json_object(j);
	json_key(j, key);
	value(j);
	json_end_object(j);
	json_end_object(j);
}

static void value_integer(struct json *j)
{
	ref(j, "integer");
}

static void value_pattern(struct json *j)
{
	ref(j, "pattern");
}

static void value_whens(struct json *j)
{
	list_of(j, "when", 1);
}

static void value_when(struct json *j)
{
	ref(j, "when");
}

static void in_json(struct json *j)
{
	json_object(j);
	json_key(j, "anyOf");
	json_array(j);
	ref(j, "string");
	list_of(j, "string", 1);
	json_end_array(j);
	json_end_object(j);
}

static void var_matcher(struct json *j)
{
	json_object(j);
	json_kv(j, "type", "object");
	json_key(j, "required");
	json_array(j);
	json_string(j, "var");
	json_end_array(j);
	json_kv_bool(j, "additionalProperties", false);
	json_kv_int(j, "minProperties", 2);
	json_kv_int(j, "maxProperties", 2);
	json_key(j, "properties");
	json_object(j);
	key_ref(j, "var", "id");
	json_key(j, "equals");
	in_json(j);
	json_key(j, "in");
	in_json(j);
	key_ref(j, "matches", "pattern");
	json_key(j, "known");
	json_object(j);
	json_key(j, "enum");
	json_array(j);
	json_bool(j, true);
	json_string(j, "true");
	json_end_array(j);
	json_end_object(j);
	json_end_object(j);
	json_end_object(j);
}

static void when_json(struct json *j)
{
	static const struct {
		const char *key;
		void (*value)(struct json *);
	} kinds[] = {
		{"exit", value_integer},
		{"stdout", value_pattern},
		{"stderr", value_pattern},
		{"all", value_whens},
		{"any", value_whens},
		{"not", value_when},
	};

	json_key(j, "when");
	json_object(j);
	json_key(j, "anyOf");
	json_array(j);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		matcher(j, kinds[i].key, kinds[i].value);
	var_matcher(j);
	json_end_array(j);
	json_end_object(j);
}

/* The kind decides which keys there may be. */
static void node_json(struct json *j, const struct shape *const *nodes)
{
	json_key(j, "node");
	json_object(j);
	json_kv(j, "type", "object");
	json_key(j, "required");
	json_array(j);
	json_string(j, "kind");
	json_end_array(j);
	json_key(j, "properties");
	json_object(j);
	json_key(j, "kind");
	json_object(j);
	json_key(j, "enum");
	json_array(j);
	for (size_t i = 0; nodes[i]; i++)
		json_string(j, nodes[i]->name);
	json_end_array(j);
	json_end_object(j);
	json_end_object(j);
	json_key(j, "allOf");
	json_array(j);
	for (size_t i = 0; nodes[i]; i++) {
		json_object(j);
		json_key(j, "if");
		json_object(j);
		json_key(j, "properties");
		json_object(j);
		json_key(j, "kind");
		json_object(j);
		json_kv(j, "const", nodes[i]->name);
		json_end_object(j);
		json_end_object(j);
		json_end_object(j);
		key_ref(j, "then", nodes[i]->name);
		json_end_object(j);
	}
	json_end_array(j);
	json_end_object(j);
}

static void definitions(struct json *j, const struct shape *const *nodes)
{
	json_key(j, "definitions");
	json_object(j);
	for (size_t i = 0; i < sizeof(scalars) / sizeof(*scalars); i++) {
		json_key(j, scalars[i].name);
		json_object(j);
		type_of(j, scalars[i].number, scalars[i].boolean);
		if (scalars[i].pattern)
			json_kv(j, "pattern", scalars[i].pattern);
		if (scalars[i].shortest)
			json_kv_int(j, "minLength", scalars[i].shortest);
		if (scalars[i].longest)
			json_kv_int(j, "maxLength", scalars[i].longest);
		json_end_object(j);
	}
	when_json(j);
	node_json(j, nodes);
	for (size_t i = 0; nodes[i]; i++) {
		json_key(j, nodes[i]->name);
		shape_json(j, nodes[i]);
	}
	json_end_object(j);
}

/* A part has no start and need not have nodes. */
static void whole_or_part(struct json *j)
{
	json_key(j, "if");
	json_object(j);
	json_key(j, "required");
	json_array(j);
	json_string(j, "part");
	json_end_array(j);
	json_end_object(j);
	json_key(j, "else");
	json_object(j);
	json_key(j, "required");
	json_array(j);
	json_string(j, "start");
	json_string(j, "nodes");
	json_end_array(j);
	json_end_object(j);
}

void schema_json(const struct shape *const *nodes, struct str *out)
{
	struct json j;

	json_init(&j, out, true);
	json_object(&j);
	json_kv(&j, "$schema", "http://json-schema.org/draft-07/schema#");
	json_kv(&j, "title", "a tree of vpntriage, format 1");
	keys_json(&j, &tree_shape);
	whole_or_part(&j);
	json_key(&j, "properties");
	json_object(&j);
	for (const struct field *f = tree_shape.fields; f->key; f++)
		described(&j, f);
	json_key(&j, "nodes");
	map_begin(&j, true);
	ref(&j, "node");
	json_end_object(&j);
	json_end_object(&j);
	definitions(&j, nodes);
	json_end_object(&j);
	str_addc(out, '\n');
}
