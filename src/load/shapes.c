/* One table a shape; the nodes' own are in layer engine. */
#include "shapes.h"

#include "model/codes.h"
#include "model/tree.h"
#include "model/value.h"

const char *const state_words[] = {
	"draft", "validated", "published", "retired", NULL};
const char *const os_words[] = {"windows", "linux", "macos", "network", NULL};
static const char *const case_words[] = {"keep", "lower", "upper", NULL};
static const char *const set_by_words[] = {"user", "check", NULL};
static const char *const redact_words[] = {
	"none", "person", "host", "address", "secret", NULL};

#define AT(type, member) offsetof(struct type, member)

static const struct field source_fields[] = {
	{"id", FIELD_STRING, AT(source_ref, id), FIELD_REQUIRED,
		.help = "name that fixes and checks use"},
	{"url", FIELD_STRING, AT(source_ref, url), FIELD_REQUIRED,
		.help = "https address"},
	{"title", FIELD_TEXT, AT(source_ref, title), FIELD_REQUIRED,
		.help = "what it is"},
	{"checked", FIELD_DATE, AT(source_ref, checked), FIELD_REQUIRED,
		.help = "the day it was read"},
	{0},
};

const struct shape source_shape = {"a source", sizeof(struct source_ref),
	source_fields, "where a fact or command is from"};

static const struct field reviewed_fields[] = {
	{"by", FIELD_TEXT, AT(reviewed, by), FIELD_REQUIRED, .help = "who"},
	{"date", FIELD_DATE, AT(reviewed, date), FIELD_REQUIRED,
		.help = "when"},
	{0},
};

static const struct shape reviewed_shape = {"reviewed", sizeof(struct reviewed),
	reviewed_fields, "the last review"};

static const struct field about_fields[] = {
	{"summary", FIELD_TEXT, AT(about, summary), 0,
		.help = "one sentence for the list of trees"},
	{"audience", FIELD_TEXT, AT(about, audience), 0, .help = "for whom"},
	{"state", FIELD_WORD, AT(about, state), 0, .words = state_words,
		.help = "how far it is"},
	{"authors", FIELD_STRINGS, AT(about, authors), 0,
		.help = "who wrote it"},
	{"reviewed", FIELD_MAYBE, AT(about, reviewed), 0,
		.shape = &reviewed_shape, .help = "the last review"},
	{"review_every", FIELD_INT, AT(about, review_every), 0, .min = 1,
		.max = 3650, .help = "days; lint warns when overdue"},
	{"applies_to", FIELD_STRINGS, AT(about, applies_to), 0,
		.help = "products and versions"},
	{"tags", FIELD_STRINGS, AT(about, tags), 0, .help = "words to search"},
	{"sources", FIELD_LIST, AT(about, sources), 0, .shape = &source_shape,
		.help = "what it is based on"},
	{"replaced_by", FIELD_ID, AT(about, replaced_by), 0,
		.help = "the tree that took its place"},
	{0},
};

static const struct shape about_shape = {"about", sizeof(struct about),
	about_fields, "who wrote it, for whom, from which sources"};

static const struct field hint_fields[] = {
	{"pattern", FIELD_PATTERN, AT(hint, pattern), FIELD_REQUIRED,
		.help = "PCRE2"},
	{"weight", FIELD_INT, AT(hint, weight), FIELD_REQUIRED, .min = 1,
		.max = 100, .help = "how much a match says"},
	{"language", FIELD_TEXT, AT(hint, language), 0,
		.help = "when only that language's text fits"},
	{0},
};

static const struct shape hint_shape = {"a detect.any entry",
	sizeof(struct hint), hint_fields, "a sign in pasted text"};

static const struct field saver_fields[] = {
	{"pattern", FIELD_PATTERN, AT(saver, pattern), FIELD_REQUIRED,
		.help = "PCRE2 with named groups"},
	{"vars", FIELD_FACTS, AT(saver, vars), FIELD_REQUIRED,
		.help = "the groups to keep"},
	{0},
};

static const struct shape saver_shape = {"a detect.save entry",
	sizeof(struct saver), saver_fields, "values taken from pasted text"};

static const struct field detect_fields[] = {
	{"codes", FIELD_STRINGS, AT(detect, codes), 0,
		.help = "codes that this tree treats, any notation"},
	{"any", FIELD_LIST, AT(detect, any), 0, .shape = &hint_shape,
		.help = "signs in pasted text"},
	{"save", FIELD_LIST, AT(detect, save), 0, .shape = &saver_shape,
		.help = "values to take over"},
	{0},
};

static const struct shape detect_shape = {"detect", sizeof(struct detect),
	detect_fields, "when this tree is offered"};

static const struct field machine_fields[] = {
	{"title", FIELD_TEXT, AT(machine, title), FIELD_REQUIRED,
		.help = "in words: the NPS (RADIUS) server"},
	{"os", FIELD_WORD, AT(machine, os), FIELD_REQUIRED, .words = os_words,
		.help = "its system"},
	{"shell", FIELD_WORD, AT(machine, shell), FIELD_REQUIRED,
		.words = shell_words, .help = "what runs commands"},
	{"reach", FIELD_NUMBER, AT(machine, reach), FIELD_REQUIRED,
		.help = "minutes for the first log-on"},
	{"team", FIELD_TEXT, AT(machine, team), 0, .help = "who may"},
	{"ssh", FIELD_TEXT, AT(machine, ssh), 0,
		.help = "host, when it can be reached that way"},
	{0},
};

static const struct shape machine_shape = {"a machine", sizeof(struct machine),
	machine_fields, "where commands belong"};

static const struct field var_fields[] = {
	{"type", FIELD_WORD, AT(var, type), FIELD_REQUIRED,
		.words = var_type_words, .help = "what it may hold"},
	{"ask", FIELD_TEXT, AT(var, ask), 0, .help = "how it is asked for"},
	{"example", FIELD_TEXT, AT(var, example), 0, .help = "shown beside it"},
	{"default", FIELD_STRING, AT(var, initial), 0,
		.help = "taken when nothing is typed"},
	{"optional", FIELD_BOOL, AT(var, optional), 0,
		.help = "may stay empty"},
	{"pattern", FIELD_PATTERN, AT(var, pattern), 0,
		.help = "a form beyond its type"},
	{"length", FIELD_INT, AT(var, length), 0, .min = 1, .max = 1024,
		.help = "exactly so many characters"},
	{"min", FIELD_INT, AT(var, min), 0, .help = "least number or length"},
	{"max", FIELD_INT, AT(var, max), 0, .help = "most"},
	{"values", FIELD_STRINGS, AT(var, values), 0,
		.help = "enum: what there is"},
	{"normalise", FIELD_STRINGS, AT(var, normalise), 0,
		.help = "strip-spaces, upper, lower"},
	{"case", FIELD_WORD, AT(var, letter_case), 0, .words = case_words,
		.help = "letters kept or folded"},
	{"redact", FIELD_WORD, AT(var, redact), 0, .words = redact_words,
		.help = "what an export makes of it"},
	{"set_by", FIELD_WORD, AT(var, set_by), 0, .words = set_by_words,
		.help = "check: never asked"},
	{0},
};

static const struct shape var_shape = {
	"a var", sizeof(struct var), var_fields, "a named, typed value"};

static const struct field cause_fields[] = {
	{"title", FIELD_TEXT, AT(cause, title), FIELD_REQUIRED,
		.help = "in words"},
	{"prior", FIELD_NUMBER, AT(cause, prior), FIELD_REQUIRED,
		.help = "relative weight before any answer"},
	{"unlisted", FIELD_BOOL, AT(cause, unlisted), 0,
		.help = "stands for everything else"},
	{0},
};

static const struct shape cause_shape = {
	"a cause", sizeof(struct cause), cause_fields, "what may be wrong"};

static const struct field reader_fields[] = {
	{"id", FIELD_ID, AT(reader, id), FIELD_REQUIRED, .help = "its name"},
	{"pattern", FIELD_PATTERN, AT(reader, pattern), FIELD_REQUIRED,
		.help = "PCRE2; named groups are facts"},
	{"facts", FIELD_FACTS, AT(reader, facts), 0,
		.help = "the groups to keep"},
	{"decode", FIELD_VALUES, AT(reader, decode), 0,
		.help = "fact: hex, le32 or thumb"},
	{"set", FIELD_VALUES, AT(reader, set), 0,
		.help = "facts that a match says by itself"},
	{"confidence", FIELD_INT, AT(reader, confidence), 0, .max = 100,
		.help = "the surer reader wins"},
	{0},
};

static const struct shape reader_shape = {"a reader", sizeof(struct reader),
	reader_fields, "turns text from outside into facts"};

static const struct field include_fields[] = {
	{"file", FIELD_STRING, AT(include, file), FIELD_REQUIRED,
		.help = "path below the trees' folder"},
	{"as", FIELD_ID, AT(include, as), FIELD_REQUIRED,
		.help = "prefix of its nodes"},
	{0},
};

static const struct shape include_shape = {"an include", sizeof(struct include),
	include_fields, "a part of another file"};

static const struct field tree_fields[] = {
	{"format", FIELD_INT, AT(tree, format), FIELD_REQUIRED, .min = 1,
		.max = 999999, .help = "1"},
	{"tree", FIELD_ID, AT(tree, id), FIELD_REQUIRED,
		.help = "its id, as the file is named"},
	{"version", FIELD_STRING, AT(tree, version), FIELD_REQUIRED,
		.help = "three numbers, such as 1.0.0"},
	{"title", FIELD_TEXT, AT(tree, title), FIELD_REQUIRED,
		.help = "one line for lists"},
	{"language", FIELD_STRING, AT(tree, language), 0,
		.help = "of its texts; en unless given"},
	{"about", FIELD_STRUCT, AT(tree, about), 0, .shape = &about_shape,
		.help = "who, for whom, from what"},
	{"detect", FIELD_STRUCT, AT(tree, detect), 0, .shape = &detect_shape,
		.help = "when it is offered"},
	{"machines", FIELD_MAP, AT(tree, machines), 0, .shape = &machine_shape,
		.help = "where commands belong"},
	{"vars", FIELD_MAP, AT(tree, vars), 0, .shape = &var_shape,
		.help = "named, typed values"},
	{"causes", FIELD_MAP, AT(tree, causes), 0, .shape = &cause_shape,
		.help = "what may be wrong"},
	{"readers", FIELD_LIST, AT(tree, readers), 0, .shape = &reader_shape,
		.help = "text to facts"},
	{"include", FIELD_LIST, AT(tree, includes), 0, .shape = &include_shape,
		.help = "parts"},
	{"part", FIELD_BOOL, AT(tree, is_part), 0,
		.help = "true: can only be included"},
	{"params", FIELD_MAP, AT(tree, params), 0, .shape = &var_shape,
		.help = "parts: values that a link gives"},
	{"exits", FIELD_STRINGS, AT(tree, exits), 0,
		.help = "parts: ways back"},
	{"start", FIELD_STRING, AT(tree, start_id), 0,
		.help = "the first node"},
	{0},
};

const struct shape tree_shape = {
	"the tree", sizeof(struct tree), tree_fields, "one symptom", "nodes"};

static const struct field code_fields[] = {
	{"code", FIELD_STRING, AT(code_row, code), FIELD_REQUIRED,
		.help = "decimal; HRESULTs negative"},
	{"name", FIELD_STRING, AT(code_row, name), 0, .help = "constant"},
	{"family", FIELD_STRING, AT(code_row, family), FIELD_REQUIRED,
		.help = "ras, ike, eap, hresult, winhttp"},
	{"protocol", FIELD_TEXT, AT(code_row, protocol), 0,
		.help = "where it is seen"},
	{"meaning", FIELD_TEXT, AT(code_row, meaning), FIELD_REQUIRED,
		.help = "in words"},
	{"causes", FIELD_STRINGS, AT(code_row, causes), 0,
		.help = "most likely first"},
	{"certainty", FIELD_STRING, AT(code_row, certainty), FIELD_REQUIRED,
		.help = "verified, believed ..."},
	{"because", FIELD_TEXT, AT(code_row, because), 0,
		.help = "why no surer"},
	{"source", FIELD_STRING, AT(code_row, source), 0, .help = "source ids"},
	{"tree", FIELD_ID, AT(code_row, tree), 0, .help = "what treats it"},
	{0},
};

const struct shape code_shape = {"a code", sizeof(struct code_row), code_fields,
	"a code and its meaning"};

static const struct field reason_fields[] = {
	{"reason", FIELD_STRING, AT(reason_row, reason), FIELD_REQUIRED,
		.help = "number"},
	{"symbol", FIELD_STRING, AT(reason_row, symbol), 0, .help = "constant"},
	{"meaning", FIELD_TEXT, AT(reason_row, meaning), FIELD_REQUIRED,
		.help = "in words"},
	{"causes", FIELD_STRINGS, AT(reason_row, causes), 0,
		.help = "most likely first"},
	{"check", FIELD_TEXT, AT(reason_row, check), 0,
		.help = "where to look"},
	{"fix", FIELD_TEXT, AT(reason_row, fix), 0, .help = "what helps"},
	{"certainty", FIELD_STRING, AT(reason_row, certainty), FIELD_REQUIRED,
		.help = "verified, believed ..."},
	{"because", FIELD_TEXT, AT(reason_row, because), 0,
		.help = "why no surer"},
	{"source", FIELD_STRING, AT(reason_row, source), 0,
		.help = "source ids"},
	{"tree", FIELD_ID, AT(reason_row, tree), 0, .help = "what treats it"},
	{0},
};

const struct shape reason_shape = {"a reason", sizeof(struct reason_row),
	reason_fields, "a reason code of NPS"};
