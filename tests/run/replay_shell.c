/*
 * Stands in for powershell.exe and certutil.exe: replays what was recorded.
 * As powershell.exe it reads statements from standard input the way the real
 * one does with "-Command -": an empty line ends a statement, and one whose
 * brackets are not closed by then is an error. With -File it plays the
 * collector: the recording of every check in its envelope, in UTF-16 as > makes
 * it. Recordings are the files NAME
 * in the folder of RUN_RECORDINGS; the first two digits of each are its exit
 * status.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static char input[1 << 20];
static bool wide; /* UTF-16LE, as a recording in it asks for */

static void put(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		putchar(s[i]);
		if (wide)
			putchar(0);
	}
}

/* The bytes of a recording; its status, or -1. */
static int load(const char *name, size_t n, char **bytes, size_t *len)
{
	const char *folder = getenv("RUN_RECORDINGS");
	static char buf[1 << 20];
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%.*s", folder ? folder : ".", (int)n,
		name);
	f = fopen(path, "rb");
	if (!f)
		return -1;
	*len = fread(buf, 1, sizeof(buf), f);
	fclose(f);
	*bytes = buf + 2;
	*len -= 2;
	return (buf[0] - '0') * 10 + (buf[1] - '0');
}

static const char *recording(const char *text, size_t *n)
{
	const char *p = strstr(text, "certutil.exe -dump '");

	if (!p)
		return NULL;
	p += strlen("certutil.exe -dump '");
	*n = strcspn(p, "'");
	return p;
}

static bool is_closed(const char *s, size_t n)
{
	int depth = 0;
	char quote = 0;

	for (size_t i = 0; i < n; i++) {
		if (quote)
			quote = s[i] == quote ? 0 : quote;
		else if (s[i] == '\'' || s[i] == '"')
			quote = s[i];
		else if (strchr("({[", s[i]))
			depth++;
		else if (strchr(")}]", s[i]))
			depth--;
	}
	return depth == 0 && !quote;
}

/* The other stand-in, found on PATH like the real one. */
static int run_certutil(const char *name, size_t n)
{
	char command[512], buf[4096];
	size_t got;
	FILE *f;
	int rc;

	snprintf(command, sizeof(command), "certutil.exe -dump '%.*s'", (int)n,
		name);
	f = popen(command, "r");
	if (!f)
		return 1;
	while ((got = fread(buf, 1, sizeof(buf), f)) > 0)
		fwrite(buf, 1, got, stdout);
	rc = pclose(f);
	return WIFEXITED(rc) ? WEXITSTATUS(rc) : 1;
}

/* One statement; gives the status that the wrapper keeps. */
static int statement(const char *s, size_t n, int status)
{
	static const char end[] = " end {0}' -f $vpntriage";
	char text[8192], number[16];
	size_t name_len;
	const char *name;

	if (n >= sizeof(text) || !is_closed(s, n)) {
		fputs("ParserError: incomplete statement\n", stderr);
		return 1;
	}
	memcpy(text, s, n);
	text[n] = '\0';
	if (text[0] == '\'' && strstr(text, end)) {
		put(text + 1, (size_t)(strstr(text, end) - text - 1));
		snprintf(number, sizeof(number), " end %d\r\n", status);
		put(number, strlen(number));
	} else if (text[0] == '\'' && text[n - 1] == '\'') {
		put(text + 1, n - 2);
		put("\r\n", 2);
	} else if ((name = recording(text, &name_len))) {
		return run_certutil(name, name_len);
	}
	return status;
}

static int as_powershell(void)
{
	size_t n = fread(input, 1, sizeof(input) - 1, stdin), len, name_len;
	const char *s = input, *name = recording(input, &name_len);
	char *bytes;
	int status = 0;

	if (name && load(name, name_len, &bytes, &len) >= 0 && len > 2 &&
		bytes[0] == '\xFF')
		wide = true;
	input[n] = '\0';
	while (*s) {
		const char *end = strstr(s, "\n\n");

		if (!end)
			break;
		if (strncmp(s, "exit", 4) == 0)
			return 0;
		status = statement(s, (size_t)(end - s), status);
		for (s = end; *s == '\n';)
			s++;
	}
	return 0;
}

static void put_text(const char *s)
{
	put(s, strlen(s));
}

/* Every "Read-Check 'NAME' LIMIT {" of a collector's script. */
static int as_collector(const char *path)
{
	const char *p, *tag;
	char *bytes;
	size_t n, len;
	FILE *f = fopen(path, "rb");

	if (!f)
		return 1;
	input[fread(input, 1, sizeof(input) - 1, f)] = '\0';
	fclose(f);
	tag = strstr(input, "\"<vpntriage ");
	if (!tag)
		return 1;
	tag += strlen("\"<vpntriage ");
	wide = true;
	fputs("\xFF\xFE", stdout);
	for (p = input; (p = strstr(p, "\nRead-Check '")); p += n) {
		p += strlen("\nRead-Check '");
		n = strcspn(p, "'");
		put_text("<vpntriage ");
		put(tag, strcspn(tag, " "));
		put_text(" ");
		put(p, n);
		put_text("\r\n");
		if (load(p, n, &bytes, &len) >= 0)
			put(bytes, len);
		else
			put_text("ERROR id=NotRecorded\r\n");
		put(tag, strcspn(tag, " "));
		put_text(">\r\n");
	}
	put_text("VPNTRIAGE machine=x checks=1 ran=1 failed=0 left_out=0\r\n");
	return 0;
}

int main(int argc, char **argv)
{
	const char *base = strrchr(argv[0], '/');
	char *bytes;
	size_t len;
	int rc;

	base = base ? base + 1 : argv[0];
	if (argc == 4 && strcmp(argv[2], "-File") == 0)
		return as_collector(argv[3]);
	if (strcmp(base, "certutil.exe") != 0)
		return as_powershell();
	if (argc != 3 || strcmp(argv[1], "-dump") != 0)
		return 2;
	rc = load(argv[2], strlen(argv[2]), &bytes, &len);
	if (rc < 0)
		return 2;
	fwrite(bytes, 1, len, stdout);
	return rc;
}
